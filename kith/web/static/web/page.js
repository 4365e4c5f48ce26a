// Small comforts; every page works without them.
document.querySelector("[data-focus]")?.focus();

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  if (event.target.closest("[data-print]")) window.print();
  const closer = event.target.closest("[data-dismiss]");
  if (closer) closer.closest("dialog, .toast")?.remove();
  document.querySelectorAll("details[data-closes][open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

// In lists for staff: j and k walk from row to row, / goes to the search field.
const rows = () => [...document.querySelectorAll("[data-row]")];

function walk(step) {
  const all = rows();
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  next?.querySelector("a, button")?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, select, textarea, [contenteditable]") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j" && rows().length) walk(1);
  if (event.key === "k" && rows().length) walk(-1);
  if (event.key === "/") {
    const search = document.querySelector("input[type=search]");
    if (search) event.preventDefault();
    search?.focus();
  }
});

// A changed filter is applied at once; without this the Show button does it.
document.querySelectorAll("form.filters:not([method=post])").forEach((form) => {
  form.addEventListener("change", (event) => event.target.matches("select, [type=checkbox]") && form.requestSubmit());
});

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

// Copying needs a script, so its button waits hidden for one. Without it, the field can be selected by hand.
document.querySelectorAll("[data-copies]").forEach((button) => {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).value);
    button.textContent = button.dataset.copied;
  });
});
document.querySelectorAll("[data-selects]").forEach((field) => field.addEventListener("focus", () => field.select()));

// One key for each answer: a full field passes the cursor on, and Backspace in an empty one goes back.
document.querySelectorAll("[data-keys]").forEach((row) => {
  const fields = [...row.querySelectorAll("input")];
  const most = Number(row.dataset.keys);
  row.addEventListener("input", (event) => {
    const field = event.target;
    if (field.value.length >= most || field.value === "-") fields[fields.indexOf(field) + 1]?.focus();
  });
  row.addEventListener("focusin", (event) => event.target.select?.());
  row.addEventListener("keydown", (event) => {
    if (event.key === "Backspace" && !event.target.value) fields[fields.indexOf(event.target) - 1]?.focus();
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

// Keeps a draft while it is written: each change of a field is sent in the background, and the page says what is wrong.
// Pages work the same without this script, with the button “Keep”.
const form = document.querySelector("form[data-draft]");
let under = Promise.resolve();
let waiting = 0;

// The parts of the page that say what is wrong; what is typed stays as it is.
function refresh(page) {
  page.querySelectorAll("[data-refreshed]").forEach((part) => {
    const here = document.querySelector(`[data-refreshed="${part.dataset.refreshed}"]`);
    here?.replaceChildren(...part.childNodes);
  });
  const found = new Map([...page.querySelectorAll("[data-problems-of]")].map((one) => [one.dataset.problemsOf, one]));
  form.querySelectorAll("[data-problems-of]").forEach((here) => {
    const there = found.get(here.dataset.problemsOf);
    if (there) here.replaceChildren(...there.childNodes);
  });
  form.elements.edits.value = page.querySelector("form[data-draft] [name=edits]").value;
}

// Somebody else, or another window, changed the draft: the page as it came back holds both texts.
function stopFor(page) {
  document.querySelector("main").replaceChildren(...page.querySelector("main").childNodes);
  document.querySelector("[data-focus]")?.focus();
}

async function keep() {
  const note = form.querySelector("[data-saved]");
  try {
    const body = new FormData(form);
    body.set("act", "save");
    const answer = await fetch(form.action || window.location.href, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.ok && page.querySelector("form[data-draft]")) {
      refresh(page);
      note.textContent = note.dataset.words;
    } else if (answer.status === 409 && page.querySelector("main")) {
      stopFor(page);
    } else {
      note.textContent = note.dataset.lost;
    }
  } catch {
    note.textContent = note.dataset.lost;
  }
}

function keepSoon() {
  waiting += 1;
  under = under.then(keep).finally(() => {
    waiting -= 1;
  });
}

if (form && !("byHand" in form.dataset)) {
  form.addEventListener("change", keepSoon);
  // A button that is pressed while something is being kept waits for it, so that the two do not meet.
  document.addEventListener("submit", (event) => {
    if (!waiting || event.target.querySelector("[name=edits]") === null) return;
    event.preventDefault();
    const button = event.submitter;
    const act = button?.value;
    under.then(() => {
      event.target.elements.edits.value = form.elements.edits.value;
      const same = button?.isConnected ? button : document.querySelector(`button[name=act][value="${CSS.escape(act ?? "")}"]`);
      if (same) same.form.requestSubmit(same);
    });
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !waiting || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    under.then(() => window.location.assign(link.href));
  });
}

// A worksheet whose connection is lost: what was typed is kept on this device until it can be sent, then forgotten.
// It is sealed with a key that cannot leave this browser. Pages work the same without this script.
import { canSeal, shelf } from "./sealed.js";

const BY_SCRIPT = "X-Kith-By-Script";
const note = document.querySelector("[data-kept-note]");
const kept = shelf("kith-kept");

function say(what) {
  if (!note) return;
  note.hidden = !what;
  note.lastElementChild.textContent = what ? note.dataset[what] : "";
}

// Sends a form as the page would. Answers with where to go on, "refused", "log in", or throws without a connection.
async function send(form, files = []) {
  const body = new FormData();
  form.fields.forEach(([name, value]) => body.append(name, value));
  files.forEach(([name, file]) => body.append(name, file));
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  if (token) body.set("csrfmiddlewaretoken", token.value);
  const answer = await fetch(form.action, { method: "POST", body, headers: { [BY_SCRIPT]: "1" } });
  if (answer.ok && answer.headers.get("Content-Type")?.startsWith("text/plain")) return { next: await answer.text() };
  if (answer.status >= 500) throw new Error("the service is not well");
  return { next: null, problem: new URL(answer.url).pathname === new URL(form.action).pathname ? "refused" : "logIn" };
}

const here = (name) => [...document.querySelectorAll("form[data-kept]")].find((form) => form.action === name);

// What the service did not take stands in the form again, so that it can be put right there.
function putBack(form, fields) {
  [...form.elements].filter((field) => field.name && field.type !== "hidden" && field.type !== "file").forEach((field) => {
    const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else if (values.length && field.tagName !== "BUTTON") field.value = values[0];
  });
}

// "Write it down now" without a connection: the row gets this device's time, and a fresh row takes its place.
function writeDownHere(form, button) {
  const part = form.querySelector(`[data-live="${button.value.slice("rate:".length)}"]`);
  const now = part?.querySelector("[data-live-now]");
  if (!now) return;
  const name = part.dataset.live;
  const place = Number(now.dataset.liveNow);
  const time = new Date().toTimeString().slice(0, 5);
  const row = new FormData(form);
  const words = [];
  const clock = form.querySelector(`template[data-clock="${name}"]`).dataset.column;
  const put = (column, value) => {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: `${name}-${place}-${column}`, value });
    form.append(field);
  };
  for (const [field, value] of row) {
    if (field.startsWith(`${name}-${place}-`) && value) words.push([field.slice(`${name}-${place}-`.length), value]);
  }
  if (!words.length) return;
  now.querySelectorAll("input, textarea, select").forEach((field) => {
    if (field.type === "radio" || field.type === "checkbox") field.checked = false;
    else field.value = "";
    field.name = field.name.replace(`${name}-${place}-`, `${name}-${place + 1}-`);
  });
  put(clock, time);
  words.forEach(([column, value]) => put(column, value));
  now.dataset.liveNow = place + 1;
  form.elements[`rows-${name}`].value = place + 2;
  const line = document.createElement("li");
  line.textContent = `${time} ${words.map(([, value]) => value).join(" ")}`;
  part.querySelector("[data-live-list]").append(line);
}

// The next page may have this page's own address; with a place on it (#), the browser would only scroll there.
function goOn(next) {
  const to = new URL(next, window.location.href);
  if (to.pathname + to.search === window.location.pathname + window.location.search) to.searchParams.set("again", Date.now());
  window.location.assign(to);
}

const typedIn = (form, button) => {
  const all = [...new FormData(form, button?.name ? button : null)];
  return {
    form: { action: form.action, person: note?.dataset.person, fields: all.filter(([, value]) => typeof value === "string") },
    files: all.filter(([, value]) => typeof value !== "string" && value.size),
  };
};

async function handOver(form, button) {
  const name = form.action;
  let typed = typedIn(form, button);
  try {
    const { next, problem } = await send(typed.form, typed.files);
    if (problem === "logIn") {
      await kept.keep(name, typed.form);
      return say(problem);
    }
    await kept.forget(name).catch(() => {});
    if (next) return goOn(next);
    form.dataset.kept = "natively"; // let the page itself say what is wrong
    return form.requestSubmit(button);
  } catch {
    if (button?.value.startsWith("rate:")) {
      writeDownHere(form, button);
      typed = typedIn(form, button);
    }
    await kept.keep(name, typed.form);
    say(typed.files.length ? "picture" : "waiting");
  }
}

let sending = false;
async function sendWhatWaits() {
  if (sending || kept.isGone()) return;
  sending = true;
  try {
    for (const [name, form] of await kept.all()) {
      if (form.person !== note?.dataset.person) continue; // somebody else's, on the same device
      say("waiting");
      const { next, problem } = await send(form);
      if (!next) {
        say(problem);
        if (here(name) && problem === "refused") putBack(here(name), form.fields);
        continue;
      }
      await kept.forget(name);
      if (here(name)) goOn(next);
      else say("sent");
    }
  } catch {
    /* still no connection: the words stay where they are */
  } finally {
    sending = false;
  }
}

document.addEventListener("kith-leaving", kept.leave);
document.addEventListener("submit", (event) => event.target.matches("form[data-log-out]") && kept.leave(), true);

if (canSeal) {
  document.querySelectorAll("form[data-kept]").forEach((form) =>
    form.addEventListener("submit", (event) => {
      if (form.dataset.kept === "natively") return;
      event.preventDefault();
      handOver(form, event.submitter);
    }),
  );
  window.addEventListener("online", sendWhatWaits);
  setInterval(() => note && !note.hidden && sendWhatWaits(), 10_000);
  sendWhatWaits();
}

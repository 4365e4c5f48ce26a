// A meeting that is marked while it runs: each tap and each rating is sent at once. Without a connection it waits on this
// device, sealed, until it can be sent. The page works the same without this script, one tap a page.
import { canSeal, shelf } from "./sealed.js";

const BY_SCRIPT = "X-Kith-By-Script";
const root = document.querySelector("[data-marks]");
const waiting = shelf("kith-meeting");
const address = root?.dataset.marks; // of the meeting
const own = { address, person: document.body.dataset.person, page: root?.dataset.page, turn: 0, spoke: {}, done: {} };
const place = `${address} ${own.page}`;
const earlier = []; // what other pages could not send, of this meeting or another
const order = []; // of the taps on this page, so that the last one can be taken back
let sent = { turn: 0, spoke: {} }; // what the service has of this page
let stands = {}; // client -> the whole count as the service knows it

const note = root?.querySelector("[data-marks-note]");
const all = (what) => [...root.querySelectorAll(what)];
const counts = () => all("[data-count]");

let said = null;
function say(what, words) {
  said = what;
  note.hidden = !what && !words;
  note.lastElementChild.textContent = words ?? (what ? note.dataset[what] : "");
}

const ofThisMeeting = () => earlier.filter((one) => one.address === address);
const notSent = (client) => (own.spoke[client] ?? 0) - (sent.spoke[client] ?? 0) + ofThisMeeting().reduce((sum, one) => sum + (one.spoke[client] ?? 0), 0);
const shown = (client) => Math.max(0, (stands[client] ?? 0) + notSent(client));

function show() {
  counts().forEach((field) => {
    const client = field.dataset.count;
    field.textContent = shown(client);
    root.querySelector(`[data-tap-back="${client}"]`).disabled = !shown(client);
  });
}

// What another device of the same facilitator rated is shown here too, unless something newer waits.
function rate(done) {
  all("[data-done] fieldset").forEach((row) => {
    const item = row.querySelector("[name^='was-']").name.slice(4);
    if (item in own.done) return;
    const value = done[item] ?? "";
    row.querySelectorAll("[type=radio]").forEach((field) => {
      field.checked = field.value === value;
    });
  });
}

async function post(one) {
  const body = new FormData();
  body.set("what", "mark");
  body.set("csrfmiddlewaretoken", root.querySelector("[name=csrfmiddlewaretoken]").value);
  body.set("page", one.page);
  body.set("turn", one.turn);
  Object.entries(one.spoke).forEach(([client, count]) => body.set(`spoke-${client}`, count));
  Object.entries(one.done).forEach(([item, mark]) => {
    body.set(`done-${item}`, mark.points);
    body.set(`ago-${item}`, Math.max(0, Date.now() - mark.at));
  });
  const answer = await fetch(one.address, { method: "POST", body, headers: { [BY_SCRIPT]: "1" }, keepalive: true });
  if (answer.status >= 500) throw new Error("the service is not well");
  const kind = answer.headers.get("Content-Type") ?? "";
  if (answer.ok && kind.startsWith("application/json")) return { marks: await answer.json() };
  if (kind.startsWith("text/plain")) return { refused: await answer.text() };
  if (answer.status === 404) return { refused: note.dataset.gone };
  return { refused: null }; // the page of the log-in
}

// One at a time and in order; a tap made meanwhile is sent in the next round.
let sending = false;
async function send() {
  if (sending || waiting.isGone()) return;
  sending = true;
  let hasWaited = said === "waiting";
  try {
    while (earlier.length || own.turn > sent.turn) {
      const one = earlier[0] ?? { ...own, spoke: { ...own.spoke }, done: { ...own.done } };
      const { marks, refused } = await post(one);
      if (refused === null) return say("logIn");
      if (earlier.length) {
        earlier.shift();
        hasWaited = true;
      } else {
        if (refused) Object.keys(one.spoke).forEach((client) => (own.spoke[client] -= one.spoke[client] - (sent.spoke[client] ?? 0)));
        sent = { turn: one.turn, spoke: refused ? sent.spoke : one.spoke };
        Object.entries(own.done).forEach(([item, rated]) => rated.turn <= one.turn && delete own.done[item]);
      }
      onShelf(() => (one.page !== own.page || own.turn === sent.turn) && waiting.forget(`${one.address} ${one.page}`));
      if (refused) {
        show();
        return say(null, refused);
      }
      if (one.address !== address) continue;
      stands = marks.spoke;
      rate(marks.done);
      show();
    }
    root.removeAttribute("data-unsent");
    if (hasWaited && "reloads" in root.dataset) return window.location.reload();
    say(hasWaited ? "sent" : null);
  } catch {
    say("waiting");
  } finally {
    sending = false;
  }
}

// One act on the shelf after the other, so that nothing is put back after it was taken away.
let atShelf = Promise.resolve();
function onShelf(act) {
  if (canSeal) atShelf = atShelf.then(act).catch(() => {});
}

function mark() {
  own.turn += 1;
  root.setAttribute("data-unsent", "");
  show();
  onShelf(() => own.turn > sent.turn && waiting.keep(place, own));
  send();
}

function tap(client, by) {
  if (by < 0 && !shown(client)) return;
  own.spoke[client] = (own.spoke[client] ?? 0) + by;
  if (by > 0) order.push(client);
  else if (order.includes(client)) order.splice(order.lastIndexOf(client), 1);
  mark();
  const name = root.querySelector(`[data-tap="${client}"] .tap-name`).textContent;
  root.querySelector("[data-tap-said]").textContent = `${name}: ${shown(client)}`;
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const button = /^[1-9]$/.test(event.key) ? all("[data-tap]")[Number(event.key) - 1] : null;
  if (button) tap(button.dataset.tap, 1);
  else if (event.key === "Backspace" && order.length) tap(order.at(-1), -1);
  else return;
  event.preventDefault();
}

async function begin() {
  counts().forEach((field) => {
    stands[field.dataset.count] = Number(field.textContent);
  });
  all("[data-by-hand]").forEach((part) => {
    part.hidden = true;
  });
  const taps = root.querySelector("[data-taps]");
  taps?.addEventListener("submit", (event) => {
    event.preventDefault();
    const { tap: more, tapBack: less } = event.submitter.dataset;
    tap(more ?? less, more ? 1 : -1);
  });
  taps?.addEventListener("keydown", onKey);
  root.querySelector("[data-done]")?.addEventListener("change", (event) => {
    own.done[event.target.name.slice(5)] = { points: event.target.value, at: Date.now(), turn: own.turn + 1 };
    mark();
  });
  root.querySelector("[data-done]")?.addEventListener("submit", (event) => event.preventDefault());
  const kept = canSeal ? await waiting.all().catch(() => []) : [];
  earlier.push(...kept.map(([, one]) => one).filter((one) => one.person === own.person && one.page !== own.page));
  show();
  if (earlier.length) send();
}

if (root) {
  document.addEventListener("submit", (event) => event.target.matches("form[data-log-out]") && waiting.leave(), true);
  window.addEventListener("online", send);
  window.addEventListener("pagehide", () => own.turn > sent.turn && post(own).catch(() => {}));
  setInterval(() => (earlier.length || own.turn > sent.turn) && send(), 10_000);
  begin();
}

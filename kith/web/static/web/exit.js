// Exit this page: a click, or Shift three times, blanks the page first, ends the log-in, and then replaces the page in
// the history. Earlier pages stay in the history, and only the log-in page answers when somebody goes back to them.
// Escape is not used: it can stop the page from loading and leave it on the screen.
const link = document.querySelector("[data-exit]");
const patience = 5000;

const live = document.createElement("span");
live.className = "unseen";
live.setAttribute("role", "status");
const dots = document.createElement("div");
dots.className = "exit-dots";
dots.setAttribute("aria-hidden", "true");
dots.append(...[0, 1, 2].map(() => document.createElement("i")));
document.body.append(live, dots);

let pressed = 0;
let alone = false;
let timer;

function show(count) {
  pressed = count;
  dots.classList.toggle("shown", count > 0);
  [...dots.children].forEach((dot, i) => dot.classList.toggle("on", i < count));
}

function leave() {
  document.documentElement.classList.add("blank");
  document.dispatchEvent(new Event("kith-leaving")); // what a page keeps on this device is forgotten
  document.title = link.dataset.exitLeaving;
  const secure = window.location.protocol === "https:" ? "; secure" : "";
  document.cookie = `left=1; path=/; max-age=60; samesite=lax${secure}`; // whatever is asked next, nobody is logged in
  const loggedIn = document.querySelector("form[data-log-out]");
  if (loggedIn) navigator.sendBeacon(loggedIn.action, new FormData(loggedIn));
  document.body.replaceChildren();
  window.location.replace(link.href);
}

function hear() {
  clearTimeout(timer);
  show(pressed + 1);
  if (pressed === 3) return leave();
  live.textContent = link.dataset.exitHeard;
  timer = setTimeout(() => show(0), patience);
}

if (link) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  // Shift counts only when pressed alone, so that a capital letter never starts the count.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Shift") alone = !event.repeat;
    else alone = false;
  });
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") return;
    if (alone) hear();
    alone = false;
  });
  // The back button must not bring a remembered page back on the screen: ask the server again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
}

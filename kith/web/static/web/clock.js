// The agenda's clock: how many minutes have passed, against the plan. It runs in this tab and is written down nowhere.
const MINUTE = 60000;
const LOOKS_EVERY = 5000; // a minute is never shown late by more than this

document.querySelectorAll("[data-clock]").forEach((agenda) => {
  const key = `clock-${agenda.dataset.clock}`;
  const tools = agenda.querySelector("[data-clock-tools]");
  const shown = agenda.querySelector("[role=timer]");
  const start = agenda.querySelector("[data-clock-start]");
  const parts = [...agenda.querySelectorAll("[data-begins]")];
  const all = parts.reduce((sum, part) => sum + Number(part.dataset.minutes), 0);

  function look() {
    const began = Number(sessionStorage.getItem(key));
    if (!began) return;
    start.hidden = true;
    const now = Math.floor((Date.now() - began) / MINUTE);
    const words = now > all ? shown.dataset.clockOver : shown.dataset.clockWords;
    shown.textContent = words.replace("{now}", now).replace("{all}", all);
    parts.forEach((part) => {
      const begins = Number(part.dataset.begins);
      const ends = begins + Number(part.dataset.minutes);
      part.classList.toggle("past", ends <= now);
      if (begins <= now && now < ends) part.setAttribute("aria-current", "step");
      else part.removeAttribute("aria-current");
    });
  }

  tools.hidden = false;
  start.addEventListener("click", () => {
    sessionStorage.setItem(key, String(Date.now()));
    look();
  });
  setInterval(look, LOOKS_EVERY);
  look();
});

// A guided practice: its words one after another, each for its time, with a circle to breathe with. Without this
// script the page shows all the words and their seconds.
const EVERY = 100; // milliseconds between two looks at the clock
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

function breathOf(step) {
  const { inward, held, outward, rested } = step.dataset;
  if (!inward) return null;
  return [
    ["in", Number(inward)],
    ["hold", Number(held)],
    ["out", Number(outward)],
    ["rest", Number(rested)],
  ].filter(([, seconds]) => seconds > 0);
}

// Which part of the breath it is, how many seconds of it are left, and how full the circle is, from 0 to 1.
function partOfBreath(parts, passed) {
  let left = passed % parts.reduce((sum, [, seconds]) => sum + seconds, 0);
  for (const [name, seconds] of parts) {
    if (left < seconds) {
      const through = left / seconds;
      const full = { in: through, hold: 1, out: 1 - through, rest: 0 }[name];
      return { name, left: Math.ceil(seconds - left), full };
    }
    left -= seconds;
  }
  return { name: "in", left: parts[0][1], full: 0 };
}

function asTime(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

function guide(section) {
  const find = (name) => section.querySelector(`[data-${name}]`);
  const stage = find("stage");
  const [go, voice, disc, pacer] = ["go", "voice", "disc", "pacer"].map(find);
  const steps = [...section.querySelectorAll("[data-steps] > li")];
  const lengths = steps.map((step) => Number(step.dataset.seconds));
  const all = lengths.reduce((sum, one) => sum + one, 0);
  const before = (n) => lengths.slice(0, n).reduce((sum, one) => sum + one, 0);
  let at = -1; // the step that is shown
  let passed = 0; // seconds since the beginning
  let since = null; // when it last went on; null while it rests
  let awake = null;

  const now = () => passed + (since === null ? 0 : (performance.now() - since) / 1000);

  function speak(words) {
    if (voice.getAttribute("aria-pressed") !== "true") return;
    document.dispatchEvent(new CustomEvent("kith-say", { detail: { words, language: section.dataset.language } }));
  }

  function enter(n) {
    at = n;
    const words = n < steps.length ? steps[n].querySelector("p").textContent : stage.dataset.over;
    find("words").textContent = words;
    steps.forEach((step, i) => (i === n ? step.setAttribute("aria-current", "step") : step.removeAttribute("aria-current")));
    if (since !== null) speak(words);
  }

  function look() {
    const gone = Math.min(now(), all);
    const n = lengths.findIndex((_, i) => gone < before(i + 1));
    if (gone >= all) return end();
    if (n !== at) enter(n);
    const breath = breathOf(steps[n]);
    pacer.hidden = !breath;
    if (breath) {
      const part = partOfBreath(breath, gone - before(n));
      find("phase").textContent = stage.dataset[part.name];
      find("count").textContent = part.left;
      disc.style.setProperty("scale", calm.matches ? 1 : 0.45 + 0.55 * part.full);
    }
    find("bar").style.setProperty("inline-size", `${(100 * gone) / all}%`);
    find("time").textContent = stage.dataset.left.replace("{time}", asTime(all - gone));
    return undefined;
  }

  async function run() {
    since = performance.now();
    go.textContent = go.dataset.pause;
    speak(find("words").textContent);
    try {
      awake = await navigator.wakeLock?.request("screen");
    } catch {
      awake = null; // the screen may go dark; the words are still there
    }
  }

  function rest() {
    passed = Math.min(now(), all);
    since = null;
    go.textContent = passed > 0 ? go.dataset.on : go.dataset.start;
    awake?.release();
    speak("");
  }

  function end() {
    if (at === steps.length) return;
    rest();
    passed = 0;
    pacer.hidden = true;
    find("bar").style.setProperty("inline-size", "100%");
    find("time").textContent = "";
    go.textContent = go.dataset.start;
    enter(steps.length);
    document.querySelector("[data-after] h2")?.focus();
  }

  function jump(n) {
    passed = before(Math.max(0, Math.min(n, steps.length - 1)));
    if (since !== null) since = performance.now();
    look();
  }

  go.addEventListener("click", () => {
    if (at === steps.length) at = -1;
    if (since === null) run();
    else rest();
    look();
  });
  find("back").addEventListener("click", () => jump(at - 1));
  find("next").addEventListener("click", () => (at >= steps.length - 1 ? end() : jump(at + 1)));
  voice.addEventListener("click", () => {
    const on = voice.getAttribute("aria-pressed") !== "true";
    voice.setAttribute("aria-pressed", String(on));
    if (!on) document.dispatchEvent(new CustomEvent("kith-say", { detail: { words: "" } }));
    else if (since !== null) speak(find("words").textContent);
  });
  document.addEventListener("kith-voices", ({ detail }) => {
    voice.hidden = !detail.has(section.dataset.language);
  });
  stage.hidden = false;
  find("all").open = false; // they stand on the stage now, one after another
  look();
  setInterval(() => since !== null && look(), EVERY);
}

document.querySelectorAll("[data-practice]").forEach(guide);

// Reads words aloud with a voice of this device. A voice that would send the words elsewhere is not used: without one
// of the device's own, the buttons stay hidden. Other scripts ask with the event "kith-say".
const speech = window.speechSynthesis;
const voiceFor = (language) =>
  speech?.getVoices().find((one) => one.localService && one.lang.toLowerCase().startsWith(language.toLowerCase()));

function say(words, language, ended) {
  speech.cancel();
  const said = new SpeechSynthesisUtterance(words);
  said.voice = voiceFor(language);
  said.lang = language;
  said.rate = 0.9;
  said.onend = ended;
  speech.speak(said);
}

function offer() {
  document.querySelectorAll("[data-aloud]").forEach((button) => {
    button.hidden = !voiceFor(button.dataset.language);
  });
  document.dispatchEvent(new CustomEvent("kith-voices", { detail: { has: (language) => Boolean(voiceFor(language)) } }));
}

if (speech) {
  document.querySelectorAll("[data-aloud]").forEach((button) => {
    const words = button.textContent;
    const rest = () => {
      button.textContent = words;
    };
    button.addEventListener("click", () => {
      if (speech.speaking) {
        speech.cancel();
        return rest();
      }
      button.textContent = button.dataset.stop;
      return say(document.getElementById(button.dataset.aloud).textContent, button.dataset.language, rest);
    });
  });
  document.addEventListener("kith-say", ({ detail }) => (detail.words ? say(detail.words, detail.language) : speech.cancel()));
  document.addEventListener("kith-leaving", () => speech.cancel());
  window.addEventListener("pagehide", () => speech.cancel());
  speech.addEventListener("voiceschanged", offer);
  window.addEventListener("load", offer);
}

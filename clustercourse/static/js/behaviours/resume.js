behaviour("resume", class {
  constructor(element) {
    const [arrival] = performance.getEntriesByType("navigation");
    if (location.hash || arrival?.type !== "navigate" || document.querySelector(".flash")) return;
    const text = document.querySelector(".lesson-text .prose").getBoundingClientRect();
    const top = scrollY + text.top + (text.height * element.dataset.place) / 100 - innerHeight;
    if (top < innerHeight / 2) return;
    scrollTo({ top, behavior: "instant" });
    const back = Object.assign(document.createElement("button"), { type: "button", textContent: element.dataset.back });
    const toast = say(element.dataset.text);
    toast.append(back);
    back.addEventListener("click", () => {
      scrollTo({ top: 0, behavior: "instant" });
      document.getElementById("main").focus({ preventScroll: true });
      toast.remove();
    });
  }
});

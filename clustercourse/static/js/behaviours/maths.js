behaviour("maths", class {
  constructor(element) {
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: element.dataset.css });
    const script = Object.assign(document.createElement("script"), { src: element.dataset.js });
    script.addEventListener("load", () => this.draw());
    document.head.append(sheet, script);
  }

  draw() {
    for (const element of document.querySelectorAll(".arithmatex")) {
      const written = element.textContent.trim();
      const tex = written.replace(/^\\[[(]|\\[\])]$/g, "");
      katex.render(tex, element, { displayMode: written.startsWith("\\["), throwOnError: false, maxExpand: 500, maxSize: 20 });
    }
  }
});

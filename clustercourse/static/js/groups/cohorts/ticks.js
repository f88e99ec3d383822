behaviour("ticks", class {
  constructor(form) {
    this.form = form;
    this.count = form.querySelector("[data-count]");
    form.querySelectorAll("[data-all]").forEach((group) => this.offer(group));
    form.addEventListener("change", () => this.show());
    this.show();
  }

  offer(group) {
    const boxes = [...group.querySelectorAll("input[type=checkbox]")];
    if (boxes.length < 2) return;
    const label = Object.assign(document.createElement("label"), { className: "choice seat-all" });
    const all = Object.assign(document.createElement("input"), { type: "checkbox" });
    label.append(all, Object.assign(document.createElement("span"), { textContent: group.dataset.all }));
    all.addEventListener("change", () => boxes.forEach((box) => (box.checked = all.checked)));
    group.addEventListener("change", () => (all.checked = boxes.every((box) => box.checked)));
    group.querySelector("ul").before(label);
  }

  show() {
    if (!this.count) return;
    const ticked = this.form.querySelectorAll("input[name=seat]:checked").length;
    this.count.textContent = ticked ? ` (${ticked})` : "";
  }
});

behaviour("register-panel", class {
  constructor(root) {
    this.root = root;
    this.panel = root.querySelector("dialog");
    root.querySelector("[data-part=list]").addEventListener("click", (event) => {
      const row = event.target.closest("[data-seat]");
      if (row) this.open(row);
    });
    root.addEventListener("register:late", ({ detail }) => {
      this.open(detail);
      this.choose("late");
    });
    this.panel.addEventListener("click", (event) => this.press(event.target));
    this.panel.addEventListener("change", () => this.read());
  }

  part(name) {
    return this.panel.querySelector(`[data-part=${name}]`);
  }

  field(name) {
    return this.part(name).querySelector("input");
  }

  open(row) {
    this.row = row;
    this.mark = globalThis.house.behaviours.get("register").read(row);
    this.panel.querySelector("#panel-name").textContent = row.querySelector(".register-name").firstChild.textContent.trim();
    this.show();
    this.panel.showModal();
  }

  show() {
    const { status, place, arrived, left } = this.mark;
    const there = status === "present";
    const shapes = there ? [arrived && "late", left !== null && "left", !arrived && left === null && "present"] : [status];
    for (const button of this.panel.querySelectorAll("[data-set]")) button.setAttribute("aria-pressed", String(shapes.includes(button.dataset.set)));
    this.part("arrived").hidden = !(there && arrived);
    this.part("left").hidden = !(there && left !== null);
    this.field("arrived").value = arrived ?? "";
    this.field("left").value = left ?? "";
    this.part("online").checked = place === "online";
  }

  press(target) {
    const { set, step } = target.closest("[data-set], [data-step]")?.dataset ?? {};
    if (target === this.panel || target.closest("[data-part=done]")) this.panel.close();
    else if (set) this.choose(set);
    else if (step) this.step(target.closest(".register-minutes").dataset.part, Number(step));
  }

  choose(name) {
    const { minutes, starts } = this.root.dataset;
    const since = Math.round((Date.now() / 1000 - starts) / 300) * 5;
    const running = since > 0 && since < Number(minutes);
    if (name === "late") this.say({ status: "present", arrived: running ? since : Math.min(15, minutes - 1) });
    else if (name === "left") this.say({ status: "present", left: running ? since : Math.max(minutes - 15, 1) });
    else this.say({ status: name, arrived: null, left: null });
    if (!["late", "left"].includes(name)) this.panel.close();
  }

  step(name, by) {
    this.say({ [name]: Math.max(0, (this.mark[name] ?? 0) + by) });
  }

  read() {
    const minutes = (name) => (this.part(name).hidden || this.field(name).value === "" ? this.mark[name] : Math.max(0, Math.round(Number(this.field(name).value))));
    this.say({ place: this.part("online").checked ? "online" : "room", arrived: minutes("arrived"), left: minutes("left") });
  }

  say(change) {
    const length = Number(this.root.dataset.minutes);
    const wanted = { ...this.mark, ...change };
    wanted.left = wanted.left === null || wanted.left >= length ? null : Math.max(1, wanted.left);
    wanted.arrived = wanted.arrived ? Math.min(wanted.arrived, (wanted.left ?? length) - 1) : null;
    this.mark = wanted;
    this.show();
    this.root.dispatchEvent(new CustomEvent("register:wanted", { detail: { marks: [wanted] } }));
  }
});

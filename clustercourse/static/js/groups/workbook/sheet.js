const typedIn = (pairs) => pairs.filter(([key, value]) => key.startsWith("v:") && value).map(([, value]) => value).join(",");

behaviour("sheet", class {
  constructor(form) {
    Object.assign(this, { form, key: `sheet:${form.dataset.key}`, state: form.querySelector("[data-part=state]") });
    this.kept = new Map(Object.entries(JSON.parse(localStorage.getItem(this.key) ?? "{}")));
    this.tried = new Map([...this.kept].map(([name, pairs]) => [name, typedIn(pairs)]));
    this.restore();
    for (const type of ["input", "change"]) form.addEventListener(type, (event) => this.changed(event.target));
    form.addEventListener("submit", () => { this.sent = true; });
    addEventListener("online", () => this.save());
    addEventListener("pagehide", () => !this.sent && this.save(true));
    addEventListener("beforeunload", (event) => this.kept.size && !this.sent && event.preventDefault());
  }

  changed(input) {
    if (!/^[vsd]:/.test(input.name)) return;
    const name = input.name.slice(2);
    this.kept.set(name, [...new FormData(this.form)].filter(([key]) => ["v", "k", "s", "d"].some((part) => key === `${part}:${name}`)));
    this.keepHere();
    this.show("waiting", this.state.dataset.saving);
    this.later(["text", "textarea"].includes(input.type) ? 500 : 50);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  keepHere() {
    if (this.kept.size) localStorage.setItem(this.key, JSON.stringify(Object.fromEntries(this.kept)));
    else localStorage.removeItem(this.key);
  }

  restore() {
    for (const input of this.form.elements) {
      const pairs = /^[vsd]:/.test(input.name) && input.type !== "hidden" ? this.kept.get(input.name.slice(2)) : null;
      const values = (pairs ?? []).filter(([key]) => key === input.name).map(([, value]) => value);
      if (["radio", "checkbox"].includes(input.type)) input.checked = pairs ? values.includes(input.value) : input.checked;
      else if (values.length) input.value = values.at(-1);
    }
    this.save();
  }

  async save(leaving = false) {
    if (this.saving || !this.kept.size) return;
    this.saving = true;
    const sending = new Map(this.kept);
    const body = new URLSearchParams([...sending.values()].flat());
    for (const [name, pairs] of sending) {
      if (this.tried.has(name)) body.set(`p:${name}`, this.tried.get(name));
      this.tried.set(name, typedIn(pairs));
    }
    body.set("csrf_token", this.form.elements.csrf_token.value);
    const answer = await fetch(this.form.action, { method: "POST", body, keepalive: leaving, headers: { Accept: "application/json" } }).catch(() => null);
    const said = await answer?.json().catch(() => null);
    this.saving = false;
    if (answer?.ok && said) return this.take(said, sending);
    this.show("kept", said?.refused ?? this.state.dataset.kept);
    this.later(15000);
  }

  take(said, sending) {
    for (const [name, number] of Object.entries(said.numbers)) this.form.elements[`k:${name}`].value = number;
    for (const [name, pairs] of sending) {
      if (said.beside.includes(name) || this.kept.get(name) === pairs) this.kept.delete(name);
      this.tried.delete(name);
    }
    for (const pair of [...this.kept.values()].flat()) if (pair[0].startsWith("k:")) pair[1] = this.form.elements[pair[0]].value;
    this.keepHere();
    this.show("saved", filled(this.state.dataset.saved, { time: said.saved_at }));
    this.form.dispatchEvent(new CustomEvent("saved", { detail: said }));
    if (this.kept.size) this.later(50);
  }

  show(name, text) {
    Object.assign(this.state, { textContent: text }).dataset.state = name;
  }
});

const typedIn = (pairs) => pairs.filter(([key, value]) => key.startsWith("v:") && value).map(([, value]) => value).join(",");

behaviour("sheet", class {
  constructor(form) {
    const [state, way] = ["state", "sign-in"].map((part) => form.querySelector(`[data-part=${part}]`));
    Object.assign(this, { form, state, way, key: `sheet:${form.dataset.key}:` });
    const copies = Object.entries(localStorage).filter(([key]) => key.startsWith(this.key));
    this.kept = new Map(copies.map(([key, pairs]) => [key.slice(this.key.length), JSON.parse(pairs)]));
    this.tried = new Map([...this.kept].map(([name, pairs]) => [name, typedIn(pairs)]));
    this.restore();
    for (const type of ["input", "change"]) form.addEventListener(type, (event) => this.changed(event.target));
    for (const [from, type] of [[form, "submit"], [this.way, "click"]]) from.addEventListener(type, () => { this.sent = true; });
    addEventListener("online", () => this.save());
    addEventListener("pagehide", () => !this.sent && this.save(true));
    addEventListener("beforeunload", (event) => this.kept.size && !this.sent && event.preventDefault());
  }

  changed(input) {
    if (!/^[vsd]:/.test(input.name)) return;
    const name = input.name.slice(2);
    this.keep(name, [...new FormData(this.form)].filter(([key]) => ["v", "k", "s", "d"].some((part) => key === `${part}:${name}`)));
    this.show("waiting", this.state.dataset.saving);
    this.later(["text", "textarea"].includes(input.type) ? 500 : 50);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  keep(name, pairs) {
    this.kept.delete(name);
    this.kept.set(name, pairs);
    localStorage.setItem(this.key + name, JSON.stringify(pairs));
  }

  restore() {
    for (const input of this.form.elements) {
      const pairs = /^[vsd]:/.test(input.name) && this.kept.get(input.name.slice(2))?.filter(([key]) => key === input.name);
      if (!pairs?.length || input.type === "hidden") continue;
      if (["radio", "checkbox"].includes(input.type)) input.checked = pairs.some(([, value]) => value === input.value);
      else input.value = pairs.at(-1)[1];
    }
    this.save();
  }

  async save(leaving = false) {
    if (this.saving || !this.kept.size) return;
    this.saving = true;
    const sending = new Map([...this.kept].slice(0, this.alone ? 1 : undefined));
    const body = new URLSearchParams([["csrf_token", this.form.elements.csrf_token.value], ...[...sending.values()].flat()]);
    for (const [name, pairs] of sending) {
      if (this.tried.has(name)) body.set(`p:${name}`, this.tried.get(name));
      this.tried.set(name, typedIn(pairs));
    }
    const answer = await fetch(this.form.action, { method: "POST", body, keepalive: leaving, headers: { Accept: "application/json" } }).catch(() => null);
    const said = await answer?.json().catch(() => null);
    this.saving = false;
    this.way.hidden = ![400, 401, 403].includes(answer?.status);
    if (answer?.ok && said) return this.take(said, sending);
    this.show("kept", this.way.hidden ? said?.title ?? this.state.dataset.kept : this.form.dataset.signedOut);
    this.alone = answer?.status === 409;
    for (const [name, pairs] of this.alone ? sending : []) if (this.kept.get(name) === pairs) this.keep(name, pairs);
    this.later(this.alone && this.kept.size > 1 ? 3000 : 15000);
  }

  take(said, sending) {
    const inputs = this.form.elements;
    for (const [name, number] of Object.entries(said.numbers)) (inputs[`k:${name}`] ?? (this.strange = {})).value = number;
    for (const [name, pairs] of sending) {
      this.tried.delete(name);
      if (said.beside.includes(name) || this.kept.get(name) === pairs) this.kept.delete(name), localStorage.removeItem(this.key + name);
      else this.keep(name, this.kept.get(name).map(([key, value]) => [key, key.startsWith("k:") ? inputs[key].value : value]));
    }
    if (!this.kept.size || !this.alone) this.show("saved", filled(this.state.dataset.saved, { time: said.saved_at }));
    this.form.dispatchEvent(new CustomEvent("saved", { detail: said }));
    if (this.kept.size) this.later(50);
    else if (this.strange) location.reload();
  }

  show(name, text) {
    Object.assign(this.state, { textContent: text }).dataset.state = name;
  }
});

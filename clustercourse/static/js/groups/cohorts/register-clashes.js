behaviour("register-clashes", class {
  constructor(root) {
    this.root = root;
    this.place = root.querySelector("[data-part=clashes]");
    this.card = root.querySelector("template[data-part=clash]").content;
    root.addEventListener("register:clash", ({ detail }) => this.show(detail));
    root.addEventListener("register:decided", ({ detail }) => detail.forEach(({ seat }) => this.drop(seat)));
    this.place.addEventListener("click", (event) => this.settle(event.target.closest("[data-use]")));
  }

  drop(seat) {
    this.place.querySelector(`[data-clash="${seat}"]`)?.remove();
  }

  show({ seat, own, theirs, mine }) {
    this.drop(seat);
    const card = this.card.firstElementChild.cloneNode(true);
    const Register = globalThis.house.behaviours.get("register");
    const row = this.root.querySelector(`[data-seat="${seat}"]`);
    const name = row.querySelector(".register-name").firstChild.textContent.trim();
    const words = card.querySelector("[data-part=words]");
    const said = { theirs: Register.words(this.root, theirs), mine: Register.words(this.root, mine) };
    words.textContent = filled(words.dataset.text, { by: theirs.by, name, time: theirs.at, own, ...said });
    card.dataset.clash = seat;
    this.place.append(card);
  }

  settle(button) {
    const card = button?.closest("[data-clash]");
    if (!card) return;
    card.remove();
    const detail = { seat: Number(card.dataset.clash), mine: button.dataset.use === "mine" };
    this.root.dispatchEvent(new CustomEvent("register:settled", { detail }));
    this.root.querySelector(`[data-seat="${detail.seat}"] button`).focus();
  }
});

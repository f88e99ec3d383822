behaviour("register-find", class {
  static letters = { æ: "ae", ø: "o", ß: "ss", đ: "d", ð: "d", ł: "l", þ: "th", œ: "oe" };

  constructor(root) {
    this.rows = root.querySelectorAll("[data-seat]");
    this.nobody = root.querySelector("[data-part=nobody]");
    root.querySelector("[data-part=find]").addEventListener("input", (event) => this.find(event.target.value));
  }

  folded(text) {
    const plain = text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
    return plain.replace(/[æøßđðłþœ]/g, (letter) => this.constructor.letters[letter]).trim();
  }

  find(text) {
    const wanted = this.folded(text);
    const short = wanted.length < 2;
    let found = 0;
    for (const row of this.rows) {
      row.hidden = !short && !` ${row.dataset.find}`.includes(` ${wanted}`);
      found += !row.hidden;
    }
    this.nobody.hidden = found > 0;
  }
});

behaviour("here", class {
  constructor(row) {
    const here = row.querySelector("[aria-current]");
    if (!here || row.scrollWidth <= row.clientWidth) return;
    const at = here.getBoundingClientRect().left - row.getBoundingClientRect().left;
    row.scrollLeft += at - (row.clientWidth - here.offsetWidth) / 2;
  }
});

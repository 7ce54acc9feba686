// What is too wide for its place can be scrolled by keyboard, which needs the focus.
function focusWide() {
  for (const node of document.querySelectorAll('article pre, article .table-wrapper, article .cell_output')) {
    if (node.scrollWidth > node.clientWidth + 1) node.tabIndex = 0;
    else node.removeAttribute('tabindex');
  }
}
addEventListener('load', focusWide);
addEventListener('resize', focusWide);

// The glossary's field: it leaves the rows in which the text occurs, and says how many.
const form = document.querySelector('.find-word');
if (form) {
  const rows = [...form.closest('section').querySelectorAll('tbody tr')];
  const [input, output] = [form.querySelector('input'), form.querySelector('output')];
  const words = rows.map(row => row.textContent.toLowerCase());
  const find = () => {
    const wanted = input.value.trim().toLowerCase();
    rows.forEach((row, i) => { row.hidden = !words[i].includes(wanted); });
    const left = rows.filter(row => !row.hidden).length;
    output.value = wanted ? `${left} of ${rows.length} words` : `${rows.length} words`;
  };
  input.addEventListener('input', find);
  form.addEventListener('submit', event => event.preventDefault());
  form.hidden = false;
  find();
}

// The glossary's field: it leaves the rows in which the text occurs, and says how many.
const form = document.querySelector('.find-word');
if (form) {
  const rows = [...form.closest('section').querySelectorAll('tbody tr')];
  const [input, output] = [form.querySelector('input'), form.querySelector('output')];
  const find = () => {
    const wanted = input.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.dataset.words.includes(wanted);
    const left = rows.filter(row => !row.hidden).length;
    output.value = wanted ? `${left} of ${rows.length} words` : `${rows.length} words`;
  };
  for (const row of rows) row.dataset.words = row.textContent.toLowerCase();
  input.addEventListener('input', find);
  form.addEventListener('submit', event => event.preventDefault());
  form.hidden = false;
  find();
}

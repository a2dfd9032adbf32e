// The address of a new report follows its number, which Django sees to, or its title while there is no number.

const slug = document.getElementById("id_slug");
const title = document.getElementById("id_title");
const number = document.getElementById("id_number");

if (slug && !slug.value && title && number) {
  let isOwn = false;
  slug.addEventListener("change", () => { isOwn = true; });
  const follow = () => {
    if (!isOwn && !number.value.trim()) slug.value = URLify(title.value, slug.maxLength);
  };
  title.addEventListener("input", follow);
  number.addEventListener("change", follow); // when it was taken out again
}

// The outline begins at the section that is open, and follows the headings within it.
const box = document.querySelector(".outline .scroll");
const here = box?.querySelector("[aria-current=page]");
const links = new Map(
  [...(box?.querySelectorAll(".headings a") ?? [])].map((link) => [document.getElementById(link.hash.slice(1)), link]),
);

if (here) box.scrollTop = here.offsetTop - box.offsetTop - box.clientHeight / 3;

const above = new Set(); // the headings that have been passed
const watch = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) above[isIntersecting ? "add" : "delete"](target);
  const current = [...links.keys()].filter((heading) => above.has(heading)).at(-1);
  for (const [heading, link] of links) {
    if (heading === current) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  }
}, { rootMargin: "1000000px 0px -70% 0px" }); // all that lies above the line at three tenths of the window

for (const heading of links.keys()) watch.observe(heading);

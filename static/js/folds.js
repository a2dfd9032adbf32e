// What is folded on a phone stands open where there is room. Browsers without ::details-content have no style for it.
if (!CSS.supports("selector(::details-content)") && matchMedia("(min-width: 62rem)").matches) {
  for (const fold of document.querySelectorAll("details.fold")) fold.open = true;
}

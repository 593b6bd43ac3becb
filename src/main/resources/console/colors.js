// Colours of the style sheet, for what is drawn by hand.

/** Returns what each of these properties is at present: pictures know neither var() nor light-dark(). */
export function colors(element, ...names) {
  const before = element.style.color;
  const found = names.map(name => {
    element.style.color = `var(${name})`;
    return getComputedStyle(element).color;
  });
  element.style.color = before;
  return found;
}

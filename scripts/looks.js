// What a person would see at once, as a list of sentences: things that stick out, are cut off, are too small to touch, too
// heavy or too slow. Runs inside a page; scripts/looks.py and the tests hand it over.
({ moving }) => {
  const wide = document.documentElement.clientWidth, found = [];
  const say = (e) => `${e.tagName.toLowerCase()}.${e.className.baseVal ?? e.className} "${(e.textContent || e.value || "").trim().replace(/\s+/g, " ").slice(0, 40)}"`;
  const seen = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !e.closest(".sr, .skip, .trap, [aria-hidden=true]") && getComputedStyle(e).clipPath === "none";
  const all = [...document.body.querySelectorAll("*")].filter(seen);
  if (document.documentElement.scrollWidth > wide) {
    const out = all.filter((e) => e.getBoundingClientRect().right > wide + 1 && !e.closest(".scroll, .desk-nav"));
    found.push(...out.slice(-3).map((e) => `sideways: ${say(e)}`));
  }
  for (const e of all) {
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    if (style.overflowX === "hidden" && e.scrollWidth > e.clientWidth + 1 && e.clientWidth && !e.closest(".foot, svg")) found.push(`cut off: ${say(e)}`);
    if (e.matches("a, button, summary, select, textarea, input:not([type=hidden], [type=radio], [type=checkbox])") && wide < 500) {
      const inline = style.display === "inline" && e.parentElement.textContent.trim().length > e.textContent.trim().length;
      const covered = e.matches(".card-title a, .numbers a, .title a") || e.closest("li, p, td, th, dd") && style.display === "inline" && inline;
      if (!covered && box.height < 43.5) found.push(`small: ${say(e)} ${Math.round(box.width)}×${Math.round(box.height)}`);
    }
    if (e.tagName === "svg" && e.matches(".art") && e.outerHTML.length > 6144) found.push(`heavy drawing: ${e.outerHTML.length}`);
    const slow = Math.max(...`${style.transitionDuration},${style.animationDuration}`.split(",").map((t) => parseFloat(t) * (t.trim().endsWith("ms") ? 1 : 1000)));
    if (slow > (moving ? 200 : 0)) found.push(`moves: ${say(e)} ${slow} ms`);
  }
  return [...new Set(found)].slice(0, 12);
}

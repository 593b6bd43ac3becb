// Where the page is: the fragment of its address, as in "#/timers?state=PENDING". So filters can be linked to.

/** Returns the path, as decoded parts, and the parameters of an address's fragment. */
export function parse(hash) {
  const text = hash.replace(/^#\/?/, '');
  const mark = text.indexOf('?');
  const path = mark < 0 ? text : text.slice(0, mark);
  return {
    parts: path.split('/').filter(part => part !== '').map(decode),
    query: new URLSearchParams(mark < 0 ? '' : text.slice(mark + 1)),
  };
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // typed by hand
  }
}

/** Returns the fragment for a path and parameters; those that are empty are left out. */
export function link(parts, query) {
  const path = '#/' + parts.map(encodeURIComponent).join('/');
  const text = params(query).toString();
  return text === '' ? path : `${path}?${text}`;
}

/** Returns parameters from an object: lists are repeated, and what is empty is left out. */
export function params(query) {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== null && each !== '') {
        given.append(name, each);
      }
    }
  }
  return given;
}

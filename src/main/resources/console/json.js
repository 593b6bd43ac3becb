// JSON in which numbers keep the digits that the server wrote, also where JavaScript cannot count that far.

/** A number that JavaScript would round. */
export class ExactNumber {
  constructor(source) {
    this.source = source;
  }

  toString() {
    return this.source;
  }

  toJSON() {
    return JSON.rawJSON ? JSON.rawJSON(this.source) : Number(this.source);
  }
}

const PLAIN_INTEGER = /^-?\d{1,15}$/;

/** Parses JSON. Numbers with more digits, or with a fraction or an exponent, become exact numbers. */
export function parse(text) {
  return JSON.parse(text, (name, value, context) =>
    typeof value === 'number' && context?.source !== undefined && !PLAIN_INTEGER.test(context.source)
      ? new ExactNumber(context.source)
      : value);
}

/** Returns a value as indented JSON, with all digits. */
export function format(value) {
  return JSON.stringify(value, null, 2);
}

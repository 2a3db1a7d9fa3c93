// The date of a letter (RFC 5322, section 3.3), also with the zones of RFC 822 and without a zone.

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const date =
  /(\d{1,2})[\s-]+([a-z]{3})[a-z]*\.?[\s-]+(\d{2,4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*([+-]\d{4}|[a-z]{1,5})?/i;
/** Hours before UTC. */
const zones: Readonly<Record<string, number>> = {
  ...{ est: 5, edt: 4, cst: 6, cdt: 5, mst: 7, mdt: 6, pst: 8, pdt: 7 },
  ...{ cet: -1, cest: -2, bst: -1, jst: -9, msk: -3 },
};

/** In ms. Null: it is none. Without a known zone it counts as UTC. */
export function readDate(value: string | null): number | null {
  const [, day, name = '', year, hour = '0', minute = '0', second = '0', zone = ''] =
    date.exec((value ?? '').replace(/\([^)]*\)/g, '')) ?? [];
  const month = months.indexOf(name.toLowerCase());
  if (month < 0) return otherDate(value);
  const at = Date.UTC(
    fullYear(Number(year)),
    month,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return Number.isFinite(at) ? at - offsetMs(zone) : null;
}

/** RFC 5322, section 4.3. */
function fullYear(year: number): number {
  if (year < 50) return 2000 + year;
  return year < 1000 ? 1900 + year : year;
}

const minuteMs = 60_000;

function offsetMs(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2})(\d{2})$/.exec(zone) ?? [];
  if (sign !== undefined)
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * minuteMs;
  return -(zones[zone.toLowerCase()] ?? 0) * 60 * minuteMs;
}

function otherDate(value: string | null): number | null {
  const at = /\d{4}-\d{2}-\d{2}/.test(value ?? '') ? Date.parse(value ?? '') : NaN;
  return Number.isNaN(at) ? null : at;
}

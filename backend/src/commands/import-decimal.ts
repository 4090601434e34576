// Decimal numbers as other plugins write them, exact: a whole number and where its point stands.

/** units × 10^-scale. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

/** The number a text is, as Java writes one: -12.50, 1E+3. Null for anything else, or a huge one. */
export function decimalOf(text: string): Decimal | null {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^([+-]?)(\d{1,30})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,2}))?$/.exec(text) ?? [];
  if (whole === '') return null;
  const units = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n);
  const scale = fraction.length - Number(exponent);
  return scale < 0 ? { units: units * 10n ** BigInt(-scale), scale: 0 } : { units, scale };
}

export const zero: Decimal = { units: 0n, scale: 0 };

export const plus = (a: Decimal, b: Decimal): Decimal => {
  const scale = Math.max(a.scale, b.scale);
  return { units: unitsAt(a, scale) + unitsAt(b, scale), scale };
};

export const times = (a: Decimal, b: Decimal): Decimal => ({
  units: a.units * b.units,
  scale: a.scale + b.scale,
});

const unitsAt = ({ units, scale }: Decimal, wanted: number): bigint =>
  units * 10n ** BigInt(wanted - scale);

/** The whole part and what is left of it; only for numbers that are not negative. */
export function floorOf({ units, scale }: Decimal): { whole: bigint; rest: Decimal } {
  const one = 10n ** BigInt(scale);
  return { whole: units / one, rest: { units: units % one, scale } };
}

/** For people: groups of three, at most two digits after the point, the rest cut off. */
export function decimalText({ units, scale }: Decimal): string {
  const positive = units < 0n ? -units : units;
  const one = 10n ** BigInt(scale);
  const digits = String(positive % one)
    .padStart(scale, '0')
    .slice(0, 2)
    .replace(/0{1,2}$/, '');
  const whole = (positive / one).toLocaleString('en');
  return `${units < 0n ? '-' : ''}${whole}${digits && scale > 0 ? `.${digits}` : ''}`;
}

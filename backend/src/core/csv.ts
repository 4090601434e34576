// Tables as files for spreadsheets. Knows no feature.

/** A reply that is a file and not the contract's JSON. */
export class FileReply {
  readonly name: string;
  readonly type: string;
  readonly text: string;

  constructor(file: { readonly name: string; readonly type: string; readonly text: string }) {
    this.name = file.name;
    this.type = file.type;
    this.text = file.text;
  }
}

/** Rows as RFC 4180 writes them, with a first line of names. */
export const csvFile = (
  name: string,
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
): FileReply =>
  new FileReply({
    name,
    type: 'text/csv; charset=utf-8; header=present',
    text: [columns, ...rows].map((row) => `${row.map(cellOf).join(',')}\r\n`).join(''),
  });

/**
 * One cell: quoted always, and with an apostrophe before what a spreadsheet would take for a formula
 * and run (ASVS 1.2.10). What players wrote ends up here.
 */
export function cellOf(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value ?? '') ?? '');
  const plain = value === null || value === undefined ? '' : text;
  const harmless = /^[=+\-@\t\r\n\0]/.test(plain) ? `'${plain}` : plain;
  return `"${harmless.replaceAll('"', '""')}"`;
}

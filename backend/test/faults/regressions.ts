// Seeds of runs that were red once, with what they found. They always run.

export interface Regression {
  readonly seed: number;
  readonly seconds: number;
  readonly found: string;
}

export const regressions: readonly Regression[] = [
  {
    seed: 20261121,
    seconds: 30,
    found: 'in 60 s, a turn of a timed job whose three attempts the database took with it',
  },
];

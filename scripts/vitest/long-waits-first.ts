// The order of test files: as vitest has it (what failed, then what took longest, then the largest),
// but those that wait longest, however short they are written, come first: begun last, such a file
// would be waited for alone.
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const waitsLong = /\/(outage|chaos|delivery)\.e2e\.test\.ts$/;

export class LongWaitsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { first = [], then = [] } = Object.groupBy(await super.sort(files), ({ moduleId }) =>
      waitsLong.test(moduleId) ? 'first' : 'then',
    );
    return [...first, ...then];
  }
}

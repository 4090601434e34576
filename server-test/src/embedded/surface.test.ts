// The plugin may touch what plugin/src/platform/java.d.ts shows, the model has what surface.ts
// lists: the two must be the same, both ways, or one of them lies.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { surface } from './assemble.ts';
import { allMembers } from './border/border.ts';
import { signature } from './border/signatures.ts';

const path = join(import.meta.dirname, '../../../plugin/src/platform/java.d.ts');
const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
const interfaces = new Map(
  source.statements.filter(ts.isInterfaceDeclaration).map((one) => [one.name.text, one]),
);

// What every Java array has by the language, not by a class.
const arrays = new Set(['JavaArray', 'JavaBytes']);
// Every Java object can be asked for its text.
const always = new Set(['toString']);
/** `text(java.lang.String)` asks for one overload of `text`. */
const plain = (name: string): string => name.replace(/\(.*$/s, '');

function shownMembers(name: string): Set<string> {
  const declared = interfaces.get(name);
  const above = (declared?.heritageClauses ?? [])
    .flatMap((clause) => clause.types)
    .map((type) => type.expression.getText())
    .filter((type) => interfaces.has(type));
  return new Set([
    ...namesOf(declared?.members ?? []),
    ...above.flatMap((type) => [...shownMembers(type)]),
  ]);
}

/** TypeScript's own mark on a type (`readonly component: true`), no member of Java. */
function isBrand({ name, type }: ts.PropertySignature): boolean {
  const text = type?.getText() ?? '';
  return text === 'true' || ['java', 'javaClassOf', 'persistent', 'class'].includes(name.getText());
}

function namesOf(members: Iterable<ts.TypeElement>): string[] {
  return [...members]
    .filter((one) => one.name !== undefined)
    .filter((one) => !(ts.isPropertySignature(one) && isBrand(one)))
    .map((one) => plain((one.name as ts.Identifier | ts.StringLiteral).text))
    .filter((one) => one !== '' && !always.has(one));
}

interface Named {
  readonly statics: Set<string>;
  readonly isConstructible: boolean;
}

/** The names for Java.type, each with its statics. */
function namedTypes(): Map<string, Named> {
  const found = new Map<string, Named>();
  for (const member of interfaces.get('JavaTypes')?.members ?? []) {
    if (!ts.isPropertySignature(member) || !member.type) continue;
    const statics = new Set<string>();
    let isConstructible = false;
    const visit = (node: ts.Node): void => {
      if (ts.isTypeLiteralNode(node)) {
        for (const name of namesOf(node.members)) statics.add(name);
      } else if (ts.isConstructorTypeNode(node)) isConstructible = true;
      else ts.forEachChild(node, visit);
    };
    visit(member.type);
    found.set((member.name as ts.StringLiteral).text, { statics, isConstructible });
  }
  return found;
}

const modelled = (type: string, kind: 'members' | 'statics'): Set<string> =>
  new Set(
    allMembers(surface, type, kind)
      .map((text) => signature(text).name)
      .filter((name) => !always.has(name)),
  );
const named = namedTypes();
const shown = Object.entries(surface).flatMap(([type, { shown: one }]) =>
  one ? [[type, one] as const] : [],
);

describe('the surface', () => {
  test('names the same classes as java.d.ts', () => {
    const ours = Object.keys(surface).filter((type) => surface[type]?.named);
    expect(ours.sort()).toEqual([...named.keys()].sort());
  });

  test.each([...named])(
    'has the statics that java.d.ts shows of %s',
    (type, { statics, isConstructible }) => {
      expect([...modelled(type, 'statics')].sort()).toEqual(
        [...statics].filter((name) => !modelled(type, 'members').has(name)).sort(),
      );
      // A listener is made through Java.extend alone.
      if (type !== 'org.bukkit.event.Listener') {
        expect(surface[type]?.constructors !== undefined).toBe(isConstructible);
      }
    },
  );

  test.each(shown)('has the members that java.d.ts shows of %s', (type, name) => {
    expect(interfaces.has(name), `${name} in java.d.ts`).toBe(true);
    expect([...modelled(type, 'members')].sort()).toEqual([...shownMembers(name)].sort());
  });

  test('has the members that java.d.ts shows of the global Grakkit', () => {
    const [, shownThere = ''] = /declare const Grakkit: \{(.*?)\n\}/s.exec(source.text) ?? [];
    const names = [...shownThere.matchAll(/^ {2}(\w+)\(/gm)].map(([, name]) => name);
    expect([...modelled('grakkit.Api', 'statics')].sort()).toEqual(names.sort());
  });

  test('leaves out nothing that java.d.ts shows', () => {
    const seen = new Set(shown.map(([, name]) => name));
    const forgotten = [...interfaces.keys()].filter(
      (name) =>
        !seen.has(name) &&
        !arrays.has(name) &&
        !['JavaTypes', 'JavaType', 'JavaThrowable'].includes(name) &&
        shownMembers(name).size > 0,
    );
    expect(forgotten).toEqual([]);
  });
});

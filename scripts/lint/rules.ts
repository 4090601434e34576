// Mintkeep's own ESLint rules, under the prefix `mintkeep/`. They turn nodes of the syntax tree into
// questions to imports.ts and bans.ts and know no room of the house by name.
import { basename, relative, sep } from 'node:path';
import type { Rule } from 'eslint';
import type { Ban } from './bans.ts';
import { refusedImport } from './imports.ts';

/** What an import node has that the types of plain JavaScript do not say. */
interface ImportNode {
  readonly source?: { readonly value?: unknown } | null;
  readonly importKind?: 'type' | 'value';
  readonly exportKind?: 'type' | 'value';
  readonly specifiers?: readonly { readonly importKind?: 'type' | 'value' }[];
}

/** Reports each import that scripts/lint/imports.ts refuses. */
export const imports: Rule.RuleModule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const from = relative(context.cwd, context.filename).split(sep).join('/');
    const check = (node: Rule.Node, typesOnly: boolean): void => {
      const specifier = (node as unknown as ImportNode).source?.value;
      if (typeof specifier !== 'string') return;
      const message = refusedImport({ from, specifier, typesOnly });
      if (message !== null) context.report({ node, message });
    };
    const checkStatement = (node: Rule.Node): void => {
      check(node, isTypesOnly(node as unknown as ImportNode));
    };
    return {
      ImportDeclaration: checkStatement,
      ExportNamedDeclaration: checkStatement,
      ExportAllDeclaration: checkStatement,
      ImportExpression: (node) => check(node, false),
      TSImportType: (node: Rule.Node) => check(node, true),
    };
  },
};

function isTypesOnly({ importKind, exportKind, specifiers = [] }: ImportNode): boolean {
  if (importKind === 'type' || exportKind === 'type') return true;
  return specifiers.length > 0 && specifiers.every((one) => one.importKind === 'type');
}

/** Makes a rule of its own from bans, so that lists for overlapping files never replace each other. */
export function banned(bans: readonly Ban[]): Rule.RuleModule {
  return {
    meta: { type: 'problem', schema: [] },
    create: (context) =>
      Object.fromEntries(
        bans.map(({ selector, message }) => [
          selector,
          (node: Rule.Node) => context.report({ node, message }),
        ]),
      ),
  };
}

const emptyNames = /^(index|utils?|types|helpers?|common|misc)(\.d)?\.[a-z]+$/;
const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)+$/;

/** Reports a file whose name says nothing, or is not in kebab-case. */
export const fileName: Rule.RuleModule = {
  meta: { type: 'suggestion', schema: [] },
  create(context) {
    const name = basename(context.filename);
    const message = emptyNames.test(name)
      ? `Name the file after what is in it; ${name} says nothing.`
      : kebabCase.test(name)
        ? null
        : `Write ${name} in kebab-case.`;
    return {
      Program(node) {
        if (message !== null) context.report({ node, message });
      },
    };
  },
};

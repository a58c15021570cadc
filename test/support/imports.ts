import { posix } from "node:path";
import ts from "typescript";

/** One import of a source file. */
export interface Import {
  /** The importing file, relative to the repository. */
  readonly file: string;
  readonly specifier: string;
}

/** Every static and dynamic import, re-export and import type of a source text. */
export function importsOf(file: string, source: string): readonly Import[] {
  const specifiers: string[] = [];
  const visit = (node: ts.Node): void => {
    const literal = importedLiteral(node);
    if (literal !== undefined && ts.isStringLiteralLike(literal)) specifiers.push(literal.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest));
  return specifiers.map((specifier) => ({ file, specifier }));
}

function importedLiteral(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return node.arguments[0];
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return node.argument.literal;
  return undefined;
}

/** The imports of a folder that its row of the table does not allow, as sentences. */
export function violations(folder: string, allowed: readonly string[], imports: readonly Import[]): readonly string[] {
  return imports.flatMap(({ file, specifier }) => {
    const target = targetOf(file, specifier);
    if (target.room === folder) return [];
    if (!allowed.includes(target.room)) return [`${file} imports ${target.room}`];
    return target.pastDoor ? [`${file} enters ${target.room} past its index.ts: ${specifier}`] : [];
  });
}

function targetOf(file: string, specifier: string): { readonly room: string; readonly pastDoor: boolean } {
  if (specifier.startsWith("node:")) return { room: "node", pastDoor: false };
  if (specifier.startsWith("#")) return { room: file.split("/")[0] ?? "", pastDoor: false };
  if (specifier.startsWith("@signalbox/")) return { room: specifier.split("/")[1] ?? "", pastDoor: false };
  if (!specifier.startsWith(".")) return { room: packageName(specifier), pastDoor: false };
  const path = posix.join(posix.dirname(file), specifier);
  const room = path.includes("/") ? (path.split("/")[0] ?? "") : path;
  return { room, pastDoor: path !== `${room}/index.ts` && path !== room };
}

function packageName(specifier: string): string {
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? specifier);
}

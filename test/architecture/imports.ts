import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'

/** One import as it stands in a file: from where to what, and whether it is gone once the types are. */
export interface Import {
  /** The importing file, from the repository's root, with forward slashes. */
  readonly from: string
  /** The file imported, likewise; or the name of a package. */
  readonly to: string
  readonly typeOnly: boolean
}

/** Source files below `folder`, from `root`. */
export const sourceFiles = (root: string, folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name).split(sep).join('/'))
    .filter((name) => /\.(ts|tsx|mjs)$/.test(name) && !name.endsWith('.d.ts'))

/** Every import of a file: static, dynamic, re-exports, globs, and workers named by URL. Throws on a syntax error. */
export function importsOf(
  root: string,
  file: string,
  text = readFileSync(join(root, file), 'utf8'),
): Import[] {
  const { program, module, errors } = parseSync(file, text)
  const [error] = errors
  if (error !== undefined) throw new Error(`${file}: ${error.message}`)
  const found: { target: string; typeOnly: boolean }[] = []
  for (const entry of module.staticImports)
    found.push({ target: entry.moduleRequest.value, typeOnly: isTypeOnly(entry.entries) })
  for (const entry of module.staticExports)
    for (const { moduleRequest, isType } of entry.entries)
      if (moduleRequest !== null) found.push({ target: moduleRequest.value, typeOnly: isType })
  new Visitor({
    ImportExpression({ source }) {
      if (source.type === 'Literal' && typeof source.value === 'string')
        found.push({ target: source.value, typeOnly: false })
      else throw new Error(`${file}: a dynamic import of something that is no plain text`)
    },
    CallExpression({ callee, arguments: [first] }) {
      const isGlob =
        callee.type === 'MemberExpression' &&
        callee.object.type === 'MetaProperty' &&
        callee.property.type === 'Identifier' &&
        callee.property.name === 'glob'
      if (isGlob && first?.type === 'Literal' && typeof first.value === 'string')
        found.push({ target: first.value, typeOnly: false })
    },
    NewExpression({ callee, arguments: [first] }) {
      if (callee.type === 'Identifier' && callee.name === 'URL' && first?.type === 'Literal')
        if (typeof first.value === 'string' && /^\.{1,2}\/.*\.tsx?$/.test(first.value))
          found.push({ target: first.value, typeOnly: false })
    },
  }).visit(program)
  return found.map(({ target, typeOnly }) => ({
    from: file,
    to: resolveTarget(root, file, target),
    typeOnly,
  }))
}

/** An import is for types only when all it takes are types, and it takes something. */
const isTypeOnly = (entries: readonly { readonly isType: boolean }[]): boolean =>
  entries.length > 0 && entries.every(({ isType }) => isType)

function resolveTarget(root: string, file: string, target: string): string {
  if (target.startsWith('code:')) return 'code:'
  if (!target.startsWith('.'))
    return target
      .split('/')
      .slice(0, target.startsWith('@') ? 2 : 1)
      .join('/')
  return relative(root, join(root, dirname(file), target))
    .split(sep)
    .join('/')
}

/**
 * A proto without what only the server needs: the options of its rules, permissions and REST paths, and the
 * imports that declare them. The messages and their bytes stay the same. So a browser does not load the
 * language of rules with every page, and generating needs no protos but ours and one of Google's.
 */

/** What is left can be read by anybody who knows protobuf's own files. */
const KEPT_IMPORT = /^import "(avid\/(?!option\/)|google\/protobuf\/)/;

/** @param {string} proto source text */
export function withoutOptions(proto) {
  const out = [];
  let statement = '';
  for (let at = 0; at < proto.length; ) {
    const rest = proto.slice(at);
    const comment = /^(\/\/[^\n]*|\/\*[\s\S]*?\*\/)/.exec(rest)?.[0];
    const text = /^"(?:[^"\\]|\\.)*"/.exec(rest)?.[0];
    if (comment ?? text) {
      statement += comment ?? text;
      at += (comment ?? text).length;
      continue;
    }
    const option = /^option\s+\(/.exec(rest);
    if (option && /(^|[\s{};])$/.test(statement)) {
      at += lengthTo(rest, ';');
      continue;
    }
    if (rest[0] === '[') {
      const length = lengthTo(rest, ']');
      const kept = elements(rest.slice(1, length - 1)).filter((element) => !element.startsWith('('));
      statement = kept.length > 0 ? `${statement}[${kept.join(', ')}]` : statement.trimEnd();
      at += length;
      continue;
    }
    statement += rest[0];
    at += 1;
    if (rest[0] === ';' || rest[0] === '{' || rest[0] === '}') {
      const said = statement.replace(/^(\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/, '');
      if (!said.startsWith('import ') || KEPT_IMPORT.test(said)) out.push(statement);
      statement = '';
    }
  }
  return out.join('') + statement;
}

/** How many characters until the one that ends it, brackets and texts in between left out of account. */
function lengthTo(source, end) {
  let depth = 0;
  for (let at = 0; at < source.length; ) {
    const skipped = /^("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\/[^\n]*)/.exec(source.slice(at))?.[0];
    if (skipped) {
      at += skipped.length;
      continue;
    }
    const character = source[at];
    if ('[{('.includes(character)) depth += 1;
    if (']})'.includes(character)) depth -= 1;
    at += 1;
    if (character === end && depth === 0) return at;
  }
  throw new Error(`A proto has no '${end}' after: ${source.slice(0, 60)}`);
}

function elements(list) {
  const found = [];
  let from = 0;
  for (let at = 0; at <= list.length; ) {
    const bracket = at < list.length && '[{('.includes(list[at]);
    if (bracket) {
      at += lengthTo(list.slice(at), {'[': ']', '{': '}', '(': ')'}[list[at]]);
    } else if (at === list.length || list[at] === ',') {
      found.push(list.slice(from, at).trim());
      from = at + 1;
      at += 1;
    } else if (list[at] === '"') {
      at += /^"(?:[^"\\]|\\.)*"/.exec(list.slice(at))[0].length;
    } else {
      at += 1;
    }
  }
  return found.filter((element) => element !== '');
}

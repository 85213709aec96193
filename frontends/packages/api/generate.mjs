/** ../proto as TypeScript, into gen/, unless that is of the protos as they are. */
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join, relative} from 'node:path';
import {withoutOptions} from './without-options.mjs';

const here = import.meta.dirname;
const protos = join(here, '../../../proto');
const generated = join(here, 'gen');
const {resolve} = createRequire(import.meta.url);
const bin = (name) => {
  for (let folder = here; folder !== dirname(folder); folder = dirname(folder)) {
    const found = join(folder, 'node_modules/.bin', name);
    if (existsSync(found)) return found;
  }
  throw new Error(`${name} is not installed; run npm ci in frontends/`);
};

const files = readdirSync(protos, {recursive: true, withFileTypes: true})
  .filter((file) => file.isFile() && file.name.endsWith('.proto'))
  .map((file) => join(file.parentPath, file.name))
  .filter((file) => !relative(protos, file).startsWith('avid/option/'))
  .sort();
const errors = join(dirname(resolve('google-proto-files/package.json')), 'google/rpc/error_details.proto');
const digest = createHash('sha256');
for (const file of [...files, errors, join(here, 'generate.mjs'), join(here, 'without-options.mjs'), join(here, 'package.json')]) {
  digest.update(relative(here, file)).update(readFileSync(file));
}
const stamp = digest.digest('hex');
if (existsSync(join(generated, 'stamp')) && readFileSync(join(generated, 'stamp'), 'utf8') === stamp) process.exit(0);

const work = mkdtempSync(join(here, '.generating-'));
try {
  const write = (path, text) => {
    mkdirSync(dirname(join(work, 'proto', path)), {recursive: true});
    writeFileSync(join(work, 'proto', path), text);
  };
  for (const file of files) write(relative(protos, file), withoutOptions(readFileSync(file, 'utf8')));
  write('google/rpc/error_details.proto', readFileSync(errors, 'utf8'));
  writeFileSync(join(work, 'buf.yaml'), 'version: v2\nmodules:\n  - path: proto\n');
  writeFileSync(
    join(work, 'buf.gen.yaml'),
    `version: v2\nplugins:\n  - local: ${JSON.stringify(bin('protoc-gen-es'))}\n    out: gen\n    opt: [target=ts, import_extension=none]\n`,
  );
  execFileSync(bin('buf'), ['generate', '--output', work, work], {cwd: work, stdio: ['ignore', 'inherit', 'inherit']});
  writeFileSync(join(work, 'gen/stamp'), stamp);
  rmSync(generated, {recursive: true, force: true});
  renameSync(join(work, 'gen'), generated);
} finally {
  rmSync(work, {recursive: true, force: true});
}

// Takes the fonts that documents are set in out of their npm packages: node collect.mjs TARGET.
// The packages hold many weights, some hundred megabytes of them; TARGET gets the few files that the
// product ships, and their licences. Does nothing where TARGET has been made from this list before.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const files = {
  'noto-sans-regular.ttf': '@embedpdf/fonts-latin/fonts/NotoSans-Regular.ttf',
  'noto-sans-semibold.ttf': '@embedpdf/fonts-latin/fonts/NotoSans-SemiBold.ttf',
  'noto-sans-licence.txt': '@embedpdf/fonts-latin/LICENSE',
  'noto-naskh-arabic-regular.ttf': '@embedpdf/fonts-arabic/fonts/NotoNaskhArabic-Regular.ttf',
  'noto-naskh-arabic-bold.ttf': '@embedpdf/fonts-arabic/fonts/NotoNaskhArabic-Bold.ttf',
  'noto-naskh-arabic-licence.txt': '@embedpdf/fonts-arabic/LICENSE',
  'noto-sans-hebrew-regular.ttf': '@embedpdf/fonts-hebrew/fonts/NotoSansHebrew-Regular.ttf',
  'noto-sans-hebrew-bold.ttf': '@embedpdf/fonts-hebrew/fonts/NotoSansHebrew-Bold.ttf',
  'noto-sans-hebrew-licence.txt': '@embedpdf/fonts-hebrew/LICENSE',
  'noto-sans-thai-regular.ttf': '@expo-google-fonts/noto-sans-thai/400Regular/NotoSansThai_400Regular.ttf',
  'noto-sans-thai-semibold.ttf': '@expo-google-fonts/noto-sans-thai/600SemiBold/NotoSansThai_600SemiBold.ttf',
  'noto-sans-thai-licence.txt': '@expo-google-fonts/noto-sans-thai/LICENSE_FONT',
  'noto-emoji-regular.ttf': '@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf',
  'noto-emoji-licence.txt': '@expo-google-fonts/noto-emoji/LICENSE_FONT',
  'noto-sans-sc-regular.ttf': '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  'noto-sans-sc-licence.txt': '@expo-google-fonts/noto-sans-sc/LICENSE_FONT',
  'noto-sans-kr-regular.ttf': '@expo-google-fonts/noto-sans-kr/400Regular/NotoSansKR_400Regular.ttf',
  'noto-sans-kr-licence.txt': '@expo-google-fonts/noto-sans-kr/LICENSE_FONT',
};

const source = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2];
if (!target) {
  console.error('usage: node collect.mjs TARGET');
  process.exit(2);
}

const lock = readFileSync(join(source, 'package-lock.json'));
const made = createHash('sha256').update(lock).update(JSON.stringify(files)).digest('hex');
const mark = join(target, 'made-from');
if (existsSync(mark) && readFileSync(mark, 'utf8') === made) {
  process.exit(0);
}

const work = `${target}.new`;
rmSync(work, { recursive: true, force: true });
mkdirSync(join(work, 'fonts'), { recursive: true });
for (const name of ['package.json', 'package-lock.json']) {
  cpSync(join(source, name), join(work, name));
}
// Packages of files alone: nothing of theirs is run.
execFileSync('npm', ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'], { cwd: work, stdio: ['ignore', 'ignore', 'inherit'] });
for (const [name, file] of Object.entries(files)) {
  cpSync(join(work, 'node_modules', file), join(work, 'fonts', name));
}
writeFileSync(join(work, 'fonts', 'made-from'), made);
rmSync(target, { recursive: true, force: true });
renameSync(join(work, 'fonts'), target);
rmSync(work, { recursive: true, force: true });

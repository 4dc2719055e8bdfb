import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from '@jest/globals';
import { StoreOpenError } from '../store.errors.ts';
import { type TemporaryFolder, temporaryFolder } from './testing/temporary-folder.ts';

/** Root may write everywhere: then the child is nobody. */
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

async function makeDatabase(place: TemporaryFolder): Promise<void> {
  const store = await place.open();
  await store
    .collection('things')
    .insertMany(Array.from({ length: 500 }, (_, i) => ({ id: `a${i}`, text: 'x'.repeat(100) })));
  await store.close();
}

/** Opens in a process of its own, which file permissions hold for. */
function openInChild(file: string): string {
  const child = join(import.meta.dirname, 'testing/open.child.ts');
  const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  return execFileSync(process.execPath, [child, file], { encoding: 'utf8', ...user });
}

function giveToChild(...paths: string[]): void {
  if (isRoot) for (const path of paths) chownSync(path, NOBODY, NOBODY);
}

test('A new database has files for its user only, in a folder for its user only', async () => {
  await using place = temporaryFolder();
  const store = await place.open();
  await store.collection('things').insert({ id: 'a' });
  const files = readdirSync(dirname(place.file)).sort();
  expect(files).toEqual(['test.sqlite', 'test.sqlite-shm', 'test.sqlite-wal']);
  for (const file of files) expect(statSync(join(dirname(place.file), file)).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(place.file)).mode & 0o777).toBe(0o700);
});

test('Files and folder that were open to others are closed to them', async () => {
  await using place = temporaryFolder();
  await makeDatabase(place);
  chmodSync(place.file, 0o644);
  chmodSync(dirname(place.file), 0o755);
  await place.open();
  expect(statSync(place.file).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(place.file)).mode & 0o777).toBe(0o700);
});

const damages: [string, (file: string) => void][] = [
  ['is empty', (file) => writeFileSync(file, '')],
  ['holds something else', (file) => writeFileSync(file, 'These are not the bytes you are looking for. '.repeat(100))],
  ['is shorter than its header', (file) => truncateSync(file, 50)],
  ['was cut off', (file) => truncateSync(file, 4096 * 5 + 100)],
  ['has a garbled first page', (file) => overwrite(file, 100, 3000)],
  ['has garbled pages in the middle', (file) => overwrite(file, 4096 * 6, 4096 * 3)],
];

function overwrite(file: string, from: number, length: number): void {
  const bytes = readFileSync(file);
  bytes.fill(0xa5, from, from + length);
  writeFileSync(file, bytes);
}

test.each(damages)('A database file that %s is refused with what to do, and left as it is', async (_name, damage) => {
  await using place = temporaryFolder();
  await makeDatabase(place);
  damage(place.file);
  const before = readFileSync(place.file);
  await expect(place.open()).rejects.toThrow(/^The database .+ is damaged or not a database\..+restore/);
  await expect(place.open()).rejects.toThrow(StoreOpenError);
  expect(readFileSync(place.file).equals(before)).toBe(true);
});

test('A database that is gone while its journal is there is not begun anew', async () => {
  await using place = temporaryFolder();
  const store = await place.open();
  await store.collection('things').insert({ id: 'a' });
  const journal = readFileSync(`${place.file}-wal`);
  await store.close();
  rmSync(place.file);
  writeFileSync(`${place.file}-wal`, journal);
  await expect(place.open()).rejects.toThrow(/is gone, but its journal .+ is still there/);
  expect(existsSync(place.file)).toBe(false);
  expect(readFileSync(`${place.file}-wal`).equals(journal)).toBe(true);
});

test('A database of another program is refused and left as it is', async () => {
  await using place = temporaryFolder();
  mkdirSync(dirname(place.file));
  const other = new DatabaseSync(place.file);
  other.exec('CREATE TABLE things (id); INSERT INTO things VALUES (1)');
  other.close();
  const before = readFileSync(place.file);
  await expect(place.open()).rejects.toThrow(/of another program/);
  expect(readFileSync(place.file).equals(before)).toBe(true);
});

test.each([
  ['schema', 'PRAGMA user_version = 3'],
  ['layout of tables', `PRAGMA application_id = ${0x73313102}`],
])('A newer %s is refused and left as it is', async (_name, change) => {
  await using place = temporaryFolder();
  await makeDatabase(place);
  const newer = new DatabaseSync(place.file);
  newer.exec(change);
  newer.close();
  const before = readFileSync(place.file);
  await expect(place.open()).rejects.toThrow(/newer version .+ Nothing was changed/);
  expect(readFileSync(place.file).equals(before)).toBe(true);
});

test('A database that another process keeps locked is refused after a while, and opens when it is free', async () => {
  await using place = temporaryFolder();
  await makeDatabase(place);
  const holder = new DatabaseSync(place.file);
  holder.exec('BEGIN EXCLUSIVE');
  await expect(place.open()).rejects.toThrow(/is locked by another process/);
  holder.exec('ROLLBACK');
  holder.close();
  expect(await (await place.open()).collection('things').count()).toBe(500);
});

test('A folder in which nothing can be made is refused with what to do', async () => {
  await using place = temporaryFolder();
  giveToChild(place.folder);
  chmodSync(place.folder, 0o500);
  expect(openInChild(place.file)).toMatch(/^Error: .+ cannot be opened for writing \(EACCES\)\. .+DATA_DIR/);
  chmodSync(place.folder, 0o700);
  expect(openInChild(place.file)).toMatch('It was opened and written.');
});

test.each<[string, (file: string) => void]>([
  ['file', (file) => chmodSync(file, 0o400)],
  ['folder', (file) => chmodSync(dirname(file), 0o500)],
])(
  'A database in a %s that belongs to another user and can only be read is refused and left as it is',
  async (_name, close) => {
    await using place = temporaryFolder();
    await makeDatabase(place);
    chmodSync(place.folder, 0o755);
    chmodSync(dirname(place.file), 0o755);
    chmodSync(place.file, 0o644);
    if (!isRoot) close(place.file);
    const before = readFileSync(place.file);
    expect(openInChild(place.file)).toMatch(/^Error: .+ cannot be opened for writing/);
    expect(readFileSync(place.file).equals(before)).toBe(true);
    expect(readdirSync(dirname(place.file))).toEqual(['test.sqlite']);
  },
);

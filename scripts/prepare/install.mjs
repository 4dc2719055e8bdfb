import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { showProgress } from './progress.mjs';
import { root, Unprepared } from './requirements.mjs';

const explanations = [
  {
    seen: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/,
    say:
      'The npm registry cannot be reached. The first start needs it once, to install what package-lock.json lists.\n' +
      'Check the network, or the proxy and registry that `npm config list` shows, and run the command again.',
  },
  {
    seen: /EUSAGE/,
    say: 'package.json and package-lock.json do not fit together: run `npm install` and look at the difference.',
  },
  { seen: /ENOSPC/, say: 'The disk is full: about 800 MB are needed.' },
  { seen: /EACCES|EPERM|EROFS/, say: 'This folder cannot be written to: check who owns it.' },
  {
    seen: /EINTEGRITY/,
    say: 'A downloaded package is not what the lockfile expects: run `npm cache verify` and try again.',
  },
];

/**
 * What package-lock.json lists and node_modules does not hold at that version, by npm's own record of what it installed.
 * Contents are compared, not times: git does not keep times, and npm writes the two files in no fixed order.
 */
export function missingPackages({ development }) {
  const wanted = readPackages('package-lock.json');
  const held = readPackages('node_modules/.package-lock.json');
  return Object.keys(wanted).filter((path) => {
    const { version, optional, dev, devOptional, link } = wanted[path];
    if (path === '' || link) return false;
    if (held[path] === undefined) return !optional && (development || !(dev || devOptional));
    return held[path].version !== version;
  });
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT') return {};
    throw error;
  }
}

/** `npm ci`, with its errors kept for an explanation and the time shown. @throws Unprepared when it fails. */
export async function install() {
  const done = showProgress('Installing what package-lock.json lists (once, about a minute)');
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const child = spawn(process.execPath, [process.env.npm_execpath, ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text;
  });
  const [code] = await once(child, 'close');
  done(code === 0 ? 'Installed.' : 'The installation failed.');
  if (code === 0) return;
  const reason = explanations.find(({ seen }) => seen.test(errors));
  throw new Unprepared([errors.trim(), reason?.say].filter(Boolean).join('\n\n'));
}

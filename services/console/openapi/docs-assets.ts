import { createRequire } from 'node:module';
import { join } from 'node:path';

export interface DocsAsset {
  /** Absolute path of the file. */
  file: string;
  contentType: string;
}

const folder = join(import.meta.dirname, '..', 'docs-page');
const require = createRequire(import.meta.url);

/** Files of the page under /docs, by URL path. All come from here: the page works without the internet. */
export const docsAssets: ReadonlyMap<string, DocsAsset> = new Map([
  ['/docs', { file: join(folder, 'index.html'), contentType: 'text/html; charset=utf-8' }],
  ['/docs/docs.js', { file: join(folder, 'docs.js'), contentType: 'text/javascript; charset=utf-8' }],
  [
    '/docs/rapidoc.js',
    { file: require.resolve('rapidoc/dist/rapidoc-min.js'), contentType: 'text/javascript; charset=utf-8' },
  ],
]);

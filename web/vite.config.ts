import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const server = 'http://localhost:8000';

/** The build empties ../public, where the one tracked file keeps everything else out of git: it is written again each time. */
function keepGitignore(): Plugin {
  return {
    name: 'keep-gitignore',
    apply: 'build',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '.gitignore', source: '*\n!.gitignore\n' });
    },
  };
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), keepGitignore()],
  build: {
    outDir: '../public',
    emptyOutDir: true,
    target: 'es2022',
    // Fonts and images stay files of their own: the Content-Security-Policy allows no data: fonts.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What changes with an upgrade only: returning visitors have it in their cache.
            { name: 'vendor', test: /node_modules\/(react|react-dom|scheduler|react-router|@tanstack)\// },
            // What many pages use, in one file instead of forty; what few use stays with them.
            {
              name: 'common',
              test: /node_modules\/(@mantine|@floating-ui|@tabler)\/|web\/src\/(ui|lib)\//,
              minShareCount: 5,
            },
          ],
        },
      },
    },
  },
  server: {
    proxy: { '/api': server, '/health': server, '/.well-known': server, '/docs': server },
  },
});

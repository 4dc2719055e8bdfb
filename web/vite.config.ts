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
  },
  server: {
    proxy: { '/api': server, '/health': server, '/.well-known': server, '/docs': server },
  },
});

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@fontsource-variable/inter/wght.css';
import './app/mantine-styles.ts';
import './ui/base.css';
import { App } from './app/app.tsx';
import { startSession } from './lib/session/session.ts';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root');
void startSession();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

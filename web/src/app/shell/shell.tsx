import { Drawer } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Outlet, ScrollRestoration } from 'react-router';
import { startLiveStatus } from '../../lib/live-status.ts';
import { useCan } from '../../lib/session/use-session.ts';
import { undoLatest } from '../../ui/undo.tsx';
import { OfflineBanner } from './offline-banner.tsx';
import { Rail } from './rail.tsx';
import classes from './shell.module.css';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { TopBar } from './top-bar.tsx';
import { useFocusOnNavigation } from './use-focus-on-navigation.ts';

const CommandPalette = lazy(async () => ({ default: (await import('./command-palette.tsx')).CommandPalette }));

/** The frame around every page: rail, top bar, content. */
export function Shell() {
  const [menuOpen, setMenuOpen] = useState(false);
  const [shortcutsOpen, setShortcutsOpen] = useState(false);
  // Counts how often it was asked for: the palette is loaded with the first time and opens again with each.
  const [paletteAsked, setPaletteAsked] = useState(0);
  const seesPlatform = useCan()('platform:read');
  const content = useFocusOnNavigation();
  useEffect(() => (seesPlatform ? startLiveStatus() : undefined), [seesPlatform]);
  useHotkeys([['mod+K', () => setPaletteAsked((times) => times + 1)]], []);
  useHotkeys([
    ['z', undoLatest],
    ['shift+?', () => setShortcutsOpen(true)],
  ]);
  return (
    <div className={classes.shell}>
      <a href="#content" className={classes.skip}>
        Skip to the content
      </a>
      <aside className={classes.side}>
        <Rail />
      </aside>
      <div className={classes.main}>
        <TopBar onMenu={() => setMenuOpen(true)} onFind={() => setPaletteAsked((times) => times + 1)} />
        <OfflineBanner />
        <main id="content" ref={content} tabIndex={-1} className={classes.content}>
          <Outlet />
        </main>
      </div>
      <Drawer.Root opened={menuOpen} onClose={() => setMenuOpen(false)} position="left" size={264}>
        <Drawer.Overlay />
        <Drawer.Content aria-label="Menu">
          <Rail inDrawer onNavigate={() => setMenuOpen(false)} />
        </Drawer.Content>
      </Drawer.Root>
      <ShortcutsDialog opened={shortcutsOpen} onClose={() => setShortcutsOpen(false)} />
      {paletteAsked > 0 && (
        <Suspense>
          <CommandPalette asked={paletteAsked} />
        </Suspense>
      )}
      <ScrollRestoration getKey={({ pathname }) => pathname} />
    </div>
  );
}

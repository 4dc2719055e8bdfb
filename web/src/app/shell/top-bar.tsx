import {
  ActionIcon,
  Kbd,
  Menu,
  Tooltip,
  UnstyledButton,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { useOs } from '@mantine/hooks';
import { IconMenu2, IconMoon, IconSearch, IconSun } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useClusterState } from '../../features/cluster/cluster-state.ts';
import { paths } from '../../lib/paths.ts';
import { useCan } from '../../lib/session/use-session.ts';
import { IconMenu } from '../../ui/icon-menu.tsx';
import { ToneIcon } from '../../ui/tone-icon.tsx';
import { Breadcrumb } from './breadcrumb.tsx';
import { MeMenu } from './me-menu.tsx';
import classes from './top-bar.module.css';

interface Props {
  onMenu: () => void;
  onFind: () => void;
}

/** Where am I, find or do anything, how is the cluster, theme, me. */
export function TopBar({ onMenu, onFind }: Props) {
  const os = useOs();
  return (
    <header className={classes.bar}>
      <ActionIcon className={classes.burger} aria-label="Menu" onClick={onMenu}>
        <IconMenu2 size={20} />
      </ActionIcon>
      <Breadcrumb />
      <div className={classes.tools}>
        <UnstyledButton className={classes.find} onClick={onFind}>
          <IconSearch size={16} aria-hidden />
          <span className={classes.findWords}>Find or do anything</span>
          <Kbd size="xs" className={classes.findKeys} aria-hidden>
            {os === 'macos' ? '⌘' : 'Ctrl'} K
          </Kbd>
        </UnstyledButton>
        <ClusterDot />
        <ThemeMenu />
        <MeMenu />
      </div>
    </header>
  );
}

function ClusterDot() {
  const { tone, words } = useClusterState();
  const seesCluster = useCan()('platform:read');
  return (
    <Tooltip label={words}>
      <Link
        to={seesCluster ? paths.cluster : paths.overview}
        className={classes.cluster}
        data-tone={tone}
        aria-label={`Cluster: ${words}`}
      >
        <ToneIcon tone={tone} size={16} />
        <span className={classes.clusterWords}>{words}</span>
      </Link>
    </Tooltip>
  );
}

function ThemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const shown = useComputedColorScheme();
  const choices = [
    { value: 'light', label: 'Light' },
    { value: 'dark', label: 'Dark' },
    { value: 'auto', label: 'As the system' },
  ] as const;
  return (
    <IconMenu label="Theme" icon={shown === 'dark' ? IconMoon : IconSun}>
      <Menu.RadioGroup value={colorScheme} onChange={(value) => setColorScheme(value as typeof colorScheme)}>
        {choices.map(({ value, label }) => (
          <Menu.RadioItem key={value} value={value}>
            {label}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </IconMenu>
  );
}

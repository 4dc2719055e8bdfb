import { useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, spotlight } from '@mantine/spotlight';
import {
  IconApi,
  IconLogout,
  IconMoon,
  IconPlus,
  IconSearch,
  IconShieldLock,
  IconSun,
  IconUser,
  IconUserCircle,
} from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { useServiceStates } from '../../features/cluster/use-service-states.ts';
import { paths } from '../../lib/paths.ts';
import { useCan } from '../../lib/session/use-session.ts';
import { navigation } from '../navigation.ts';
import { logOut } from './log-out.ts';
import { useFoundAccounts } from './use-found-accounts.ts';

interface Command {
  id: string;
  group: string;
  label: string;
  description?: string;
  icon: ReactNode;
  run: () => void;
}

const pauseMs = 150;
const icon = { size: 18, stroke: 1.75, 'aria-hidden': true };

/** Find or do anything: pages, actions, services and accounts, by name. `asked` grows each time it shall open. */
export function CommandPalette({ asked }: { asked: number }) {
  const [query, setQuery] = useState('');
  const [needle] = useDebouncedValue(query.trim(), pauseMs);
  const commands = useCommands();
  const accounts = useFoundAccounts(needle);
  const navigate = useNavigate();
  useEffect(() => {
    if (asked > 0) spotlight.open();
  }, [asked]);

  const words = query.trim().toLowerCase().split(/\s+/);
  const fits = commands.filter(({ label, group }) =>
    words.every((word) => `${group} ${label}`.toLowerCase().includes(word)),
  );
  const found: Command[] = accounts.map(({ id, name, email }) => ({
    id,
    group: 'Accounts',
    label: name,
    description: email,
    icon: <IconUser {...icon} />,
    run: () => void navigate(paths.user(id)),
  }));
  const groups = [...Map.groupBy([...fits, ...found], ({ group }) => group)];
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      scrollable
      maxHeight={440}
      aria-label="Find or do anything"
      centered={false}
      yOffset="12dvh"
      overlayProps={{ backgroundOpacity: 0.2, blur: 0 }}
    >
      <Spotlight.Search
        placeholder="Find or do anything…"
        aria-label="Find or do anything"
        leftSection={<IconSearch {...icon} />}
      />
      <Spotlight.ActionsList>
        {groups.map(([group, members]) => (
          <Spotlight.ActionsGroup key={group} label={group}>
            {members.map(({ id, label, description, icon: mark, run }) => (
              <Spotlight.Action key={id} label={label} description={description} leftSection={mark} onClick={run} />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 && <Spotlight.Empty>Nothing is called “{query}”.</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function useCommands(): Command[] {
  const can = useCan();
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  const services = Object.keys(useServiceStates() ?? {});
  const go = (path: string) => () => void navigate(path);
  const pages = navigation.flat().filter(({ permission }) => permission === undefined || can(permission));
  return [
    ...pages.map(({ label, path, icon: EntryIcon }) => ({
      id: path,
      group: 'Go to',
      label,
      icon: <EntryIcon {...icon} />,
      run: go(path),
    })),
    ...(can('users:read')
      ? [{ id: 'roles', group: 'Go to', label: 'Roles', icon: <IconShieldLock {...icon} />, run: go(paths.roles) }]
      : []),
    { id: 'profile', group: 'Go to', label: 'Profile', icon: <IconUserCircle {...icon} />, run: go(paths.profile) },
    { id: 'security', group: 'Go to', label: 'Security', icon: <IconShieldLock {...icon} />, run: go(paths.security) },
    { id: 'api', group: 'Go to', label: 'API', icon: <IconApi {...icon} />, run: () => location.assign('/docs') },
    ...(can('users:write')
      ? [{ id: 'new', group: 'Do', label: 'New account', icon: <IconPlus {...icon} />, run: go(paths.newUser) }]
      : []),
    ...(can('roles:write')
      ? [{ id: 'newRole', group: 'Do', label: 'New role', icon: <IconPlus {...icon} />, run: go(paths.newRole) }]
      : []),
    { id: 'light', group: 'Do', label: 'Light theme', icon: <IconSun {...icon} />, run: () => setColorScheme('light') },
    { id: 'dark', group: 'Do', label: 'Dark theme', icon: <IconMoon {...icon} />, run: () => setColorScheme('dark') },
    { id: 'logout', group: 'Do', label: 'Log out', icon: <IconLogout {...icon} />, run: () => void logOut() },
    ...(can('platform:read')
      ? services.map((name) => ({
          id: `service-${name}`,
          group: 'Services',
          label: name,
          icon: <IconApi {...icon} />,
          run: go(paths.service(name)),
        }))
      : []),
  ];
}

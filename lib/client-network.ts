import ipaddr from 'ipaddr.js';

/**
 * The network that one customer holds: an IPv4 address, or the /64 of an IPv6 address, of which a client could use a new
 * address for each request. Whatever counts requests or failures "by address" counts by this.
 */
export function clientNetwork(ip: string | undefined): string {
  if (ip === undefined || !ipaddr.isValid(ip)) return 'unknown';
  const address = ipaddr.process(ip);
  if (address.kind() === 'ipv4') return address.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/64`).toString()}/64`;
}

// What a client must be sent before it stands in a world: nine chunks of void with a floor.
import loadChunk from 'prismarine-chunk';
import { Vec3 } from 'vec3';
import type { FrontClient } from './front-client.ts';
import { toNbt, type Packets, type Registry } from './packets.ts';

interface Chunk {
  setBlockStateId(at: Vec3, state: number): void;
  dump(): Buffer;
  dumpLight(): object;
}

export interface World {
  readonly chunk: Chunk;
  readonly registry: Registry;
  nextEntityId(): number;
}

/** The world of one server. */
export function worldOf({ registry }: Packets): World {
  const load = loadChunk as unknown as (registry: Registry) => new (how: object) => Chunk;
  const Chunk = load(registry);
  const chunk = new Chunk({ minY: -64, worldHeight: 384 });
  const floor = registry.blocksByName['bedrock']?.defaultState ?? 0;
  for (let x = 0; x < 16; x += 1) {
    for (let z = 0; z < 16; z += 1) chunk.setBlockStateId(new Vec3(x, 63, z), floor);
  }
  let lastEntity = 0;
  return { chunk, registry, nextEntityId: () => (lastEntity += 1) };
}

/** Brings a client into the world. */
export function greet(client: FrontClient, { chunk, registry, nextEntityId }: World): void {
  const login = registry.loginPacket;
  client.write('login', {
    ...login,
    entityId: nextEntityId(),
    maxPlayers: 100,
    viewDistance: 2,
    simulationDistance: 2,
    enforcesSecureChat: false,
    worldState: {
      ...(login['worldState'] as object),
      gamemode: 'survival',
      previousGamemode: 255,
      isFlat: true,
    },
  });
  client.write('difficulty', { difficulty: 0, difficultyLocked: false });
  const location = { x: 8, y: 64, z: 8 };
  client.write(
    'spawn_position',
    registry.version['>=']('1.21.9')
      ? { globalPos: { dimensionName: 'minecraft:overworld', location }, yaw: 0, pitch: 0 }
      : { location, angle: 0 },
  );
  client.write('game_state_change', { reason: 'level_chunks_load_start', gameMode: 0 });
  client.write('update_view_position', { chunkX: 0, chunkZ: 0 });
  for (const x of [-1, 0, 1]) {
    for (const z of [-1, 0, 1]) {
      client.write('map_chunk', {
        x,
        z,
        heightmaps: registry.version['>=']('1.21.5') ? [] : toNbt({}),
        chunkData: chunk.dump(),
        blockEntities: [],
        ...chunk.dumpLight(),
      });
    }
  }
  client.write('position', {
    teleportId: 1,
    x: 8.5,
    y: 64,
    z: 8.5,
    dx: 0,
    dy: 0,
    dz: 0,
    yaw: 0,
    pitch: 0,
    flags: {},
  });
  client.write('held_item_slot', { slot: 0 });
}

// Spanish words about level caps.
import type { enLevels } from './en-levels.ts';

export const esLevels: Record<keyof typeof enLevels, string> = {
  'levels.reached':
    "<yellow>Has llegado a tu tope de nivel: <white><level></white>.</yellow> <gray>La experiencia de más se pierde. Por qué: <click:run_command:'/levelcap'><white>/levelcap</white></click>",
  'levels.reachedShort': '<yellow>Tope de nivel <white><level></white> alcanzado',
  'levels.raised': '<green>Tu tope de nivel es ahora <white><level></white>.',
  'levels.lowered':
    '<yellow>Tu tope de nivel es ahora <white><level></white>.</yellow> <gray>Los niveles que tienes siguen siendo tuyos.',
  'levels.lifted': '<green>Ya no tienes tope de nivel.',
  'levels.commandLimited':
    '<yellow><white><player></white> no sube más con experiencia: el tope de nivel es <white><level></white>.',
  'levels.own':
    '<gray>Tu tope de nivel es <white><level></white>; estás en el nivel <white><now></white>.',
  'levels.ownNone': '<gray>No tienes tope de nivel; estás en el nivel <white><now></white>.',
  'levels.ownRule': '<gray>La regla <white><rule></white> da <white><level></white>',
  'levels.ownRuleOfGroup':
    '<gray>La regla <white><rule></white> da <white><level></white>, porque estás en el grupo <white><group></white>',
  'levels.ownNoRule': '<gray>No se te aplica ninguna regla.',
  'levels.ownVersion': '<gray>Versión <version> de las reglas',
  'levels.ownOld':
    '<yellow>No se pueden consultar los topes ahora mismo.</yellow> <gray>Este es el último conocido, de <white><date></white>.',
  'levels.status':
    '<gray>Topes de nivel: versión <white><version></white>, de hace <white><age></white> s',
  'levels.status.none': '<yellow>Topes de nivel: aún no se sabe nada',
  'levels.usage':
    "<gray><click:run_command:'/levelcap list'><white>/levelcap list</white></click> las reglas y su versión",
  'levels.usage.set':
    "<gray><click:suggest_command:'/levelcap set '><white>/levelcap set [regla] [número, fórmula, on u off] [motivo]</white></click> cambiar o añadir una regla; una fórmula con espacios va entre comillas",
  'levels.usage.preview':
    "<gray><click:suggest_command:'/levelcap preview '><white>/levelcap preview [regla o fórmula] [variable]</white></click> lo que da, sin guardar nada",
  'levels.usage.reload':
    "<gray><click:run_command:'/levelcap reload'><white>/levelcap reload</white></click> pedir los topes otra vez",
  'levels.noKey':
    '<red>«<rule>» no puede ser una regla.</red> <gray>Escribe de 1 a 32 caracteres: a-z, 0-9, guion, guion bajo.',
  'levels.noRule': '<red>No hay ninguna regla «<rule>».</red> <gray>Hay: <rules>.',
  'levels.list': '<aqua>Topes de nivel, versión <white><version></white>',
  'levels.list.by': '<gray>Cambiados el <white><date></white> por <white><who></white>',
  'levels.list.none':
    '<gray>No hay reglas: nadie tiene tope. Añade una con <white>/levelcap set</white>.',
  'levels.rule':
    '<white><rule></white> <gray>= <white><what></white>, prioridad <priority><conditions><off>',
  'levels.rule.if': '<gray>, si <white><condition></white>',
  'levels.rule.groups': '<gray>, para los grupos <white><groups></white>',
  'levels.rule.off': ' <red>(desactivada)',
  'levels.set': '<green>Guardado: <rule></green> <gray>Versión <version>',
  'levels.set.changed':
    '<yellow>Alguien cambió esta regla entretanto; no se ha guardado nada.</yellow> <gray>Ahora es: <rule>',
  'levels.set.gone': '<yellow>Alguien quitó esta regla entretanto; no se ha guardado nada.',
  'levels.reloaded':
    '<green>Recibidos los topes de <players> jugadores.</green> <gray>Versión <version>',
  'levels.reloadFailed':
    '<yellow>El backend no responde; siguen en vigor los últimos topes conocidos.',
  'levels.preview': '<aqua><what></aqua> <gray>según <white><variable></white>:',
  'levels.preview.row': '<gray><variable> <white><at></white>: <white><level></white>',
  'levels.preview.none': 'sin tope',
  'levels.fault': '<gray><before><red><found></red><after>',
  'levels.fault.console': '<before><found><after>',
  'levels.fault.mark': '<mark>',
  'levels.fault.why': '<red><why></red> <gray>(carácter <position>)',
  'levels.fault.other': '<red>Regla «<path>»: <why>',
  'levels.problem.empty': 'Aquí no hay nada.',
  'levels.problem.tooLong': 'Es demasiado largo: 256 caracteres como mucho.',
  'levels.problem.characterRefused': 'Este carácter no está permitido.',
  'levels.problem.operatorRefused': 'Este operador no está permitido; hay + - * / %.',
  'levels.problem.functionRefused': 'No existe esa función; hay min, max, floor, ceil.',
  'levels.problem.nameUnknown':
    'No existe esa variable; hay level, playtimeHours, badges, seasonDay, streakDays, linked.',
  'levels.problem.syntax': 'Esto no se puede leer aquí.',
  'levels.problem.operatorMissing': 'Aquí falta un operador.',
  'levels.problem.arity': 'Esta función lleva otro número de valores.',
  'levels.problem.tooManyParts': 'Tiene demasiadas partes.',
  'levels.problem.tooDeep': 'Está anidado demasiado hondo.',
  'levels.problem.numberTooLarge': 'Este número es demasiado grande.',
  'levels.problem.notANumber': 'Esto no da un número.',
  'levels.problem.notACondition': 'Esto no es una condición, como level >= 10.',
  'levels.problem.divisionByZero': 'Esto puede dividir por cero.',
  'levels.problem.belowZero': 'Esto puede bajar de cero.',
  'levels.problem.tooLarge': 'Esto puede crecer demasiado.',
};

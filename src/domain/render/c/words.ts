/** What C text is made of beside names and numbers. */

import { Fixed } from '../printer.ts';

export const STRUCT = new Fixed('struct');
export const UNION = new Fixed('union');
export const ENUM = new Fixed('enum');
export const VOID = new Fixed('void');
export const SPACE = new Fixed(' ');
export const SEMICOLON = new Fixed(';');
export const COLON = new Fixed(': ');
export const COMMA = new Fixed(',');
export const COMMA_SPACE = new Fixed(', ');
export const EQUALS = new Fixed(' = ');
export const STAR = new Fixed('*');
export const SPACE_STAR = new Fixed(' *');
/** Of members and enumerators. */
export const OPENING = new Fixed(' {');
export const CLOSING = new Fixed('}');
/** Of parameters, and around what binds otherwise. */
export const OPENING_BRACKET = new Fixed('(');
export const CLOSING_BRACKET = new Fixed(')');
export const OPENING_INDEX = new Fixed('[');
export const CLOSING_INDEX = new Fixed(']');

/*
 * Hands BPF objects to libbpf up to the point where the kernel would get them, and prints what happens.
 * In: objects on the command line. Out, for each: `== PATH`, libbpf's own lines behind a letter for their level, with success
 * every instruction as `INSN code dst src off imm` behind `PROG name`, and `END open|prepare|load errno`.
 */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <bpf/libbpf.h>

static int print_line(enum libbpf_print_level level, const char *format, va_list arguments)
{
	static const char prefix[] = "libbpf: ";
	char line[1 << 16];
	const char *text = line;

	vsnprintf(line, sizeof(line), format, arguments);
	if (strncmp(text, prefix, sizeof(prefix) - 1) == 0)
		text += sizeof(prefix) - 1;
	printf("%c %s", level == LIBBPF_WARN ? 'W' : 'D', text);
	if (text[0] == '\0' || text[strlen(text) - 1] != '\n')
		putchar('\n');
	return 0;
}

static void print_code(const struct bpf_program *program)
{
	const struct bpf_insn *insn = bpf_program__insns(program);

	printf("PROG %s\n", bpf_program__name(program));
	for (size_t i = 0; i < bpf_program__insn_cnt(program); i++)
		printf("INSN %x %d %d %d %d\n", insn[i].code, insn[i].dst_reg, insn[i].src_reg, insn[i].off, insn[i].imm);
}

static void look_at(const char *path)
{
	struct bpf_object *object = bpf_object__open_file(path, NULL);
	struct bpf_program *program;
	int error;

	if (!object) {
		printf("END open %d\n", -errno);
		return;
	}
	error = bpf_object__prepare(object);
	if (!error) {
		bpf_object__for_each_program(program, object)
			print_code(program);
	}
	printf("END %s %d\n", error ? "prepare" : "load", error);
	bpf_object__close(object);
}

int main(int count, char **paths)
{
	libbpf_set_print(print_line);
	for (int i = 1; i < count; i++) {
		printf("== %s\n", paths[i]);
		look_at(paths[i]);
	}
	return 0;
}

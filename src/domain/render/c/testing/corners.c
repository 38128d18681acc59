#ifndef __VMLINUX_H__
#define __VMLINUX_H__

#ifndef BPF_NO_PRESERVE_ACCESS_INDEX
#pragma clang attribute push (__attribute__((preserve_access_index)), apply_to = record)
#endif

#ifndef __ksym
#define __ksym __attribute__((section(".ksyms")))
#endif

#ifndef __weak
#define __weak __attribute__((weak))
#endif

#ifndef __bpf_fastcall
#if __has_attribute(bpf_fastcall)
#define __bpf_fastcall __attribute__((bpf_fastcall))
#else
#define __bpf_fastcall
#endif
#endif

enum {
	ALSO = 7,
};

enum later;

enum small {
	SMALL_MINUS = -1,
	SMALL_ONE = 1,
} __attribute__((mode(byte)));

enum wide {
	WIDE_A = 1ULL,
	WIDE_B = 18446744073709551615ULL,
};

enum wide_low {
	LOW = 3LL,
} __attribute__((mode(word)));

enum wide_minus {
	MINUS = -5LL,
};

enum wide_word {
	WORD = 5,
} __attribute__((mode(word)));

typedef const char * const table_t[4];

typedef int SAME;

typedef int dup_t;

typedef union {
	struct {
		int deep;
		enum {
			SAME___2 = 1,
		} same;
	};
	long other;
} dup_t___2;

struct __va_list_tag {
	int gp_offset;
};

typedef __builtin_va_list va_list;

union shape;

struct z_later;

typedef struct z_later z_alias;

struct a_first {
	struct z_later *later;
	z_alias *alias;
	struct a_first *own;
	union shape *shape;
};

struct aligned {
	double a;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
};

struct bitfields {
	int a: 3;
	char: 4;
	int b: 2;
	int: 23;
	char: 8;
	long c: 1;
	long: 0;
	char d;
	int e;
	char: 2;
	int f: 30;
};

struct declarators {
	int rows[2][3];
	const char * const table[4];
	int (*handlers[8])(const char * restrict format, ...);
	int (* (*getter)(void))(const char * restrict format, ...);
	char (* (*pick)(int (* (*which)(void))(const char * restrict format, ...), const volatile int odd))[16];
	char __attribute__((btf_type_tag("user"))) *tagged;
	int __attribute__((address_space(1))) *attributed;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	char flexible[0][2];
};

struct empty {};

struct holes {
	char a;
	short: 0;
	char: 8;
	char b;
	long: 0;
	char c;
	long: 64;
	int d;
	long: 64;
	long: 64;
	long e;
	long: 64;
};

struct nested {
	union {
		struct {
			int deep;
			enum {
				SAME___3 = 1,
			} same;
		};
		long other;
	};
	union {
		struct {
			int deep;
			enum {
				SAME___4 = 1,
			} same;
		};
		long other;
	} named;
	enum {
		SAME___5 = 1,
	} again;
};

struct nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn {
	int a;
};

struct nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn {
	long a;
};

struct packed {
	char a;
	long b;
	int c;
} __attribute__((packed));

union packed_union {
	int a;
	char b;
};

struct sized {
	long: 64;
	long: 64;
};

struct tail {
	int a;
	char b;
	int: 32;
};

struct twin {
	int x;
	long: 64;
};

struct twin___2 {
	int x;
	long: 64;
};

struct twin___3 {
	long y;
	long: 64;
};

struct z_later {
	struct a_first back;
	struct z_later *self;
};

typedef char (*pick_fn(int (* (*which)(void))(const char * restrict format, ...), const volatile int odd))[16];

typedef __builtin_va_list __gnuc_va_list;

struct twin;


/* BPF kfuncs */
#ifndef BPF_NO_KFUNC_PROTOTYPES
extern __bpf_fastcall int *bpf_a(void *p, int p__sz) __weak __ksym;
extern int *bpf_z(void *p, int p__sz) __weak __ksym;
#endif

#ifndef BPF_NO_PRESERVE_ACCESS_INDEX
#pragma clang attribute pop
#endif

#endif /* __VMLINUX_H__ */

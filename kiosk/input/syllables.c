#include "syllables.h"

/* In the order of the alphabet, each with a blank behind it. */
static const char all[] =
    "a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai "
    "can cang cao ce cen ceng cha chai chan chang chao che chen cheng chi chong chou chu chua "
    "chuai chuan chuang chui chun chuo ci cong cou cu cuan cui cun cuo da dai dan dang dao de "
    "dei deng di dia dian diao die ding diu dong dou du duan dui dun duo e ei en eng er fa "
    "fan fang fei fen feng fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai "
    "guan guang gui gun guo ha hai han hang hao he hei hen heng hong hou hu hua huai huan "
    "huang hui hun huo ji jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai "
    "kan kang kao ke kei ken keng kong kou ku kua kuai kuan kuang kui kun kuo la lai lan lang "
    "lao le lei leng li lia lian liang liao lie lin ling liu long lou lu luan lun luo lv lvan "
    "lve ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu na nai "
    "nan nang nao ne nei nen neng ni nia nian niang niao nie nin ning niu nong nou nu nuan "
    "nun nuo nv nve o ou pa pai pan pang pao pei pen peng pi pia pian piao pie pin ping po "
    "pou pu qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun ran rang rao re ren "
    "reng ri rong rou ru ruan rui run ruo sa sai san sang sao se sei sen seng sha shai shan "
    "shang shao she shei shen sheng shi shou shu shua shuai shuan shuang shui shun shuo si "
    "song sou su suan sui sun suo ta tai tan tang tao te tei teng ti tian tiao tie ting tong "
    "tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo wu xi xia xian xiang xiao xie "
    "xin xing xiong xiu xu xuan xue xun ya yai yan yang yao ye yi yin ying yong you yu yuan "
    "yue yun za zai zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhei zhen zheng "
    "zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu zuan zui zun "
    "zuo ";

char syllable_digit(char letter)
{
    static const char digits[] = "22233344455566677778889999";

    return letter >= 'a' && letter <= 'z' ? digits[letter - 'a'] : 0;
}

/* How many leading keys of the syllable are the digits'. */
static size_t shared(struct text syllable, struct text digits)
{
    size_t n = 0;

    while (n < syllable.size && n < digits.size &&
           syllable_digit(syllable.data[n]) == digits.data[n]) {
        n++;
    }
    return n;
}

/* The syllables of exactly `size` letters for those digits; with `open` also longer ones that the
 * digits begin. */
static size_t collect(struct text digits, size_t size, bool open, size_t *skip,
                      struct text *syllables, size_t max, bool *more)
{
    struct text rest = text_of(all), each;
    size_t count = 0;

    while (text_split(&rest, ' ', &each) && each.size > 0) {
        bool fits = open ? each.size > size && shared(each, digits) == size
                         : each.size == size && shared(each, digits) == size;
        if (!fits) {
            continue;
        }
        if (*skip > 0) {
            (*skip)--;
        } else if (count == max) {
            *more = true;
            break;
        } else {
            syllables[count++] = each;
        }
    }
    return count;
}

size_t syllables_of(struct text digits, size_t first, struct text *syllables, size_t max,
                    bool *more)
{
    size_t longest = digits.size < SYLLABLE_BYTES_MAX ? digits.size : SYLLABLE_BYTES_MAX;
    size_t count = 0, skip = first;

    *more = false;
    for (size_t size = longest; size > 0 && !*more; size--) {
        count += collect(digits, size, false, &skip, syllables + count, max - count, more);
    }
    if (digits.size > 0 && digits.size < SYLLABLE_BYTES_MAX && !*more) {
        count += collect(digits, digits.size, true, &skip, syllables + count, max - count, more);
    }
    return count;
}

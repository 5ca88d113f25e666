#include "classfile/TransformationSnippets.h"

const char *const pytmva_keras::kNormalizeCode = R"(
/// The range from `low` to `high` of each of n columns becomes [-1, 1].
inline void normalize(Values &row, Size n, const Size *columns, const float *low, const float *high)
{
   for (Size i = 0; i < n; ++i) {
      const float width = high[i] - low[i], scale = width > 0 ? 1.f / width : 0.f;
      row[columns[i]] = (row[columns[i]] - low[i]) * scale * 2 - 1;
   }
}

inline void normalize_back(Values &row, Size n, const Size *columns, const float *low, const float *high)
{
   for (Size i = 0; i < n; ++i)
      row[columns[i]] = low[i] + (row[columns[i]] + 1) / 2 * (high[i] - low[i]);
}
)";

const char *const pytmva_keras::kLinearCode = R"(
/// n columns become a matrix (n, n) times them, plus an offset.
inline void multiply(Values &row, Size n, const Size *columns, const double *matrix, const double *offset)
{
   std::vector<double> values(n);
   for (Size i = 0; i < n; ++i)
      values[i] = row[columns[i]];
   for (Size i = 0; i < n; ++i) {
      double sum = offset ? offset[i] : 0;
      for (Size j = 0; j < n; ++j)
         sum += matrix[i * n + j] * values[j];
      row[columns[i]] = static_cast<float>(sum);
   }
}
)";

const char *const pytmva_keras::kCumulativeCode = R"(
/// The cumulative distribution of a column. Its sums, at the centres of the bins, are joined by straight lines, which are
/// looked up in equidistant points.
class Cumulative {
public:
   Cumulative(const float *edges, const float *sums, Size n)
      : fFirst(edges[0]), fStep((double(edges[n]) - fFirst) / kPoints), fPoints(kPoints, sums[n - 1])
   {
      const auto centre = [&](Size bin) { return (double(edges[bin]) + edges[bin + 1]) / 2; };
      Size right = 1;
      for (Size point = 0; n > 1 && point < kPoints; ++point) {
         while (right + 1 < n && position(point) > centre(right))
            ++right;
         const double x = centre(right - 1), y = sums[right - 1];
         fPoints[point] = static_cast<float>(y + (position(point) - x) / (centre(right) - x) * (sums[right] - y));
      }
   }

   float value(double x) const { return static_cast<float>(probability(x)); }
   double probability(double x) const
   {
      const double place = (x - fFirst) / fStep - 0.5;
      const Size left = place > 0 ? static_cast<Size>(std::min(place, kPoints - 2.)) : 0;
      const double y = fPoints[left] + (place - double(left)) * (double(fPoints[left + 1]) - fPoints[left]);
      return std::max(0., std::min(y, 1.));
   }

   float inverse(double y) const
   {
      const Size right = static_cast<Size>(std::lower_bound(fPoints.begin(), fPoints.end(), y) - fPoints.begin());
      if (right == kPoints)
         return static_cast<float>(position(kPoints - 1));
      const double rise = fPoints[right] - (right > 0 ? double(fPoints[right - 1]) : 0);
      return static_cast<float>(position(right) + (rise > 0 ? (y - fPoints[right]) / rise * fStep : 0));
   }

private:
   static constexpr Size kPoints = 10000;
   double position(Size point) const { return fFirst + (double(point) + 0.5) * fStep; }

   double fFirst, fStep;
   Values fPoints;
};
)";

const char *const pytmva_keras::kQuantileCode = R"(
/// Of the normal distribution, and back. Newton's steps on the logarithm of the probability come down from 0 and stop.
inline float quantile(double probability)
{
   const double p = std::max(0.5e-8, std::min(probability, 1 - 0.5e-8)), tail = std::min(p, 1 - p);
   double x = 0;
   for (int i = 0; i < 50; ++i) {
      const double below = 0.5 * std::erfc(-x * 0.70710678118654752), density = std::exp(-x * x / 2) * 0.39894228040143268;
      const double step = std::log(below / tail) * below / density;
      x -= step;
      if (!(std::abs(step) > 1e-12))
         break;
   }
   return static_cast<float>(p < 0.5 ? x : -x);
}

inline double normal_probability(double x)
{
   return 0.5 * std::erfc(-x * 0.70710678118654752);
}
)";
